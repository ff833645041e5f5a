/** A list's part of the address. */
export interface ListSearch {
  /** All of these words must occur. */
  q?: string;
}

/** Reads the address and drops what isn't valid. */
export function parseListSearch(raw: Record<string, unknown>): ListSearch {
  const q = typeof raw.q === "number" ? String(raw.q) : raw.q;
  return typeof q === "string" && q !== "" ? { q } : {};
}
