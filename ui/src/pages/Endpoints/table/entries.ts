import type { Group, Row } from "../rows";

/** A line of the table: a cluster, or one of its regions. */
export type Entry = Group | Row;

export function isGroup(entry: Entry): entry is Group {
  return "rows" in entry;
}

export const keyOf = (entry: Entry) => (isGroup(entry) ? entry.cluster.id : entry.id);
export const childrenOf = (entry: Entry) => (isGroup(entry) ? entry.rows : null);

/** What a line is called: "orders", "orders us-west-2". */
export function nameOf(entry: Entry): string {
  return isGroup(entry) ? entry.cluster.name : `${entry.cluster.name} ${entry.region.region}`;
}
