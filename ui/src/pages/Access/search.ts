/** What the address of the Access page holds. */
export interface AccessSearch {
  /** How it is looked at; without it: by principal. */
  by?: "endpoint" | "findings";
  /** Words that must all occur. */
  q?: string;
}

export type AccessBy = "principal" | NonNullable<AccessSearch["by"]>;

/** Reads the address; what makes no sense is left out. */
export function parseAccessSearch(raw: Record<string, unknown>): AccessSearch {
  const q = typeof raw.q === "number" ? String(raw.q) : raw.q;
  return {
    ...(raw.by === "endpoint" || raw.by === "findings" ? { by: raw.by } : {}),
    ...(typeof q === "string" && q !== "" ? { q } : {}),
  };
}

/** The words that are looked for. */
export function wordsOf(query: string | undefined): string[] {
  return (query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether every word occurs somewhere in the texts. */
export function fits(words: readonly string[], ...texts: (string | null)[]): boolean {
  if (words.length === 0) return true;
  const all = texts.join("\n").toLowerCase();
  return words.every((word) => all.includes(word));
}
