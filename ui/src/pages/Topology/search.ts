/** The Topology page's part of the address: what is drawn. */
export interface TopologySearch {
  /** A cluster's id. */
  cluster?: string;
  /** A VPC's id. */
  vpc?: string;
}

/** Reads the address and drops what isn't valid. */
export function parseTopologySearch(raw: Record<string, unknown>): TopologySearch {
  if (typeof raw.cluster === "string" && raw.cluster !== "") return { cluster: raw.cluster };
  if (typeof raw.vpc === "string" && raw.vpc !== "") return { vpc: raw.vpc };
  return {};
}
