/** The Access page's part of the address. */
export interface AccessSearch {
  /** The view; by principal if missing. */
  by?: "endpoint" | "findings";
  /** All of these words must occur. */
  q?: string;
  /** Only owners in this group. */
  group?: string;
}

export type AccessBy = "principal" | NonNullable<AccessSearch["by"]>;

/** Reads the address and drops what isn't valid. */
export function parseAccessSearch(raw: Record<string, unknown>): AccessSearch {
  const q = typeof raw.q === "number" ? String(raw.q) : raw.q;
  const group = typeof raw.group === "number" ? String(raw.group) : raw.group;
  return {
    ...(raw.by === "endpoint" || raw.by === "findings" ? { by: raw.by } : {}),
    ...(typeof q === "string" && q !== "" ? { q } : {}),
    ...(typeof group === "string" && group !== "" ? { group } : {}),
  };
}

/** The words of a query. */
export function wordsOf(query: string | undefined): string[] {
  return (query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether the texts contain every word. */
export function fits(words: readonly string[], ...texts: (string | null)[]): boolean {
  if (words.length === 0) return true;
  const all = texts.join("\n").toLowerCase();
  return words.every((word) => all.includes(word));
}
