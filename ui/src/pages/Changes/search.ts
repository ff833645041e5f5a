import type { HistoryOnly } from "../../ipc";

/** The address of the Changes page: filters for the history. */
export interface ChangesSearch {
  /** Words that must all occur. */
  q?: string;
  only?: Exclude<HistoryOnly, "all">;
  /** A region id. */
  endpoint?: string;
  /** A principal's text. */
  principal?: string;
}

/** Reads the address; invalid values are dropped. */
export function parseChangesSearch(raw: Record<string, unknown>): ChangesSearch {
  const text = (value: unknown) => {
    if (typeof value === "number") return String(value);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const found: ChangesSearch = {
    q: text(raw.q),
    only: raw.only === "ours" || raw.only === "seen" ? raw.only : undefined,
    endpoint: text(raw.endpoint),
    principal: text(raw.principal),
  };
  return Object.fromEntries(Object.entries(found).filter(([, v]) => v !== undefined));
}

export function isNarrowed(search: ChangesSearch): boolean {
  const { q, only, endpoint, principal } = search;
  return [q, only, endpoint, principal].some((value) => value !== undefined);
}
