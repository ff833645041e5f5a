/** How many suggestions are listed at most; typing leads to the others. */
const most = 50;

/** The texts that hold all words of what was typed; all while it is one of them. */
export function fitting(texts: readonly string[], typed: string): string[] {
  const words = texts.includes(typed) ? [] : typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found: string[] = [];
  for (const text of texts) {
    const plain = text.toLowerCase();
    if (words.every((w) => plain.includes(w))) found.push(text);
    if (found.length === most) break;
  }
  return found;
}
