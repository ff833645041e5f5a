import type { KnownPrincipal } from "../../../ipc";

/** The most that are suggested at once. */
const most = 8;

/** The known principals that contain every word: in their text, or in the name or group of their owner. */
export function suggest(
  known: readonly KnownPrincipal[],
  text: string,
  taken: ReadonlySet<string>,
): readonly KnownPrincipal[] {
  const words = text
    .toLowerCase()
    .split(/[\s-]+/)
    .filter(Boolean);
  if (text.trim().length < 2 || words.length === 0) return [];
  const found: KnownPrincipal[] = [];
  for (const one of known) {
    if (taken.has(one.principal.text)) continue;
    const haystack = `${one.principal.text} ${one.name ?? ""} ${one.group ?? ""}`.toLowerCase();
    if (words.every((word) => haystack.includes(word))) found.push(one);
    if (found.length === most) break;
  }
  return found;
}
