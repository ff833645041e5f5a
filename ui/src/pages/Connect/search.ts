/** The parts of the guide, in the order of use. */
export const parts = ["set-up", "check", "trouble"] as const;
export type Part = (typeof parts)[number];

/** The address of the guide. */
export interface ConnectSearch {
  cluster?: string;
  /** The region's id. */
  region?: string;
  show?: Part;
}

/** Reads the address; invalid values are dropped. */
export function parseConnectSearch(raw: Record<string, unknown>): ConnectSearch {
  const search: ConnectSearch = {};
  if (typeof raw.cluster === "string") search.cluster = raw.cluster;
  if (typeof raw.region === "string") search.region = raw.region;
  const show = parts.find((part) => part === raw.show);
  if (show) search.show = show;
  return search;
}
