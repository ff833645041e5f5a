import type { Group, Row } from "../rows";

/** What stands in one line of the table. */
export type Item =
  | { kind: "group"; key: string; group: Group; isOpen: boolean }
  | { kind: "row"; key: string; row: Row };

export const heights = { group: 34, row: 36 } as const;

// A row's line is made once.
const lines = new WeakMap<Row, Item>();

function lineOf(row: Row): Item {
  const known = lines.get(row);
  if (known) return known;
  const line: Item = { kind: "row", key: row.id, row };
  lines.set(row, line);
  return line;
}

/** The groups as lines, one below the other; a closed group is its heading alone. */
export function lineUp(groups: readonly Group[], closed: ReadonlySet<string>): Item[] {
  const items: Item[] = [];
  for (const group of groups) {
    const isOpen = !closed.has(group.cluster.id);
    items.push({ kind: "group", key: group.cluster.id, group, isOpen });
    if (isOpen) for (const row of group.rows) items.push(lineOf(row));
  }
  return items;
}
