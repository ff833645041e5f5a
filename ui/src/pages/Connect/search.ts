/** The parts of the guide, in the order in which they are gone through. */
export const parts = ["set-up", "check", "trouble"] as const;
export type Part = (typeof parts)[number];

/** What the address of the guide holds. */
export interface ConnectSearch {
  cluster?: string;
  /** The region's id. */
  region?: string;
  show?: Part;
}

/** Reads the address; what makes no sense is left out. */
export function parseConnectSearch(raw: Record<string, unknown>): ConnectSearch {
  const search: ConnectSearch = {};
  if (typeof raw.cluster === "string") search.cluster = raw.cluster;
  if (typeof raw.region === "string") search.region = raw.region;
  const show = parts.find((part) => part === raw.show);
  if (show) search.show = show;
  return search;
}
