/** What the address of the topology holds: what is drawn. */
export interface TopologySearch {
  /** A cluster's id. */
  cluster?: string;
  /** A VPC's id. */
  vpc?: string;
}

/** Reads the address; what makes no sense is left out. */
export function parseTopologySearch(raw: Record<string, unknown>): TopologySearch {
  if (typeof raw.cluster === "string" && raw.cluster !== "") return { cluster: raw.cluster };
  if (typeof raw.vpc === "string" && raw.vpc !== "") return { vpc: raw.vpc };
  return {};
}
