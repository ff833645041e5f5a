/** The most suggestions that are listed; typing narrows them down. */
const most = 50;

/** The texts that contain every typed word; all of them once one was chosen. */
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
