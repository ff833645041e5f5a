import { type ReactNode, useCallback, useMemo } from "react";
import type { MenuEntry } from "./Menu";
import type { TableColumn } from "./table/columns";
import { Table } from "./table/Table";

/** A row that opens, and the rows inside it. */
export interface TreeGroup<G, L> {
  key: string;
  /** Its name for who can't see it: "Show what *Shop* reaches". */
  name: string;
  data: G;
  lines: readonly { key: string; data: L }[];
}

export interface TreeColumn<G, L>
  extends Pick<TableColumn<never>, "id" | "title" | "hideTitle" | "width" | "isNumber"> {
  group: (group: G) => ReactNode;
  line: (line: L) => ReactNode;
  /** Makes the groups sortable by this column. */
  compare?: (a: G, b: G) => number;
}

interface Props<G, L> {
  label: string;
  groups: readonly TreeGroup<G, L>[];
  /** The first one names its row. */
  columns: readonly TreeColumn<G, L>[];
  /** Every group is open: what was looked for is inside. */
  allOpen?: boolean;
  /** In pixels. */
  groupHeight?: number;
  lineHeight?: number;
  menuOf?: (row: { group: G } | { line: L }) => readonly MenuEntry[];
}

type Node<G, L> =
  | { kind: "group"; key: string; group: TreeGroup<G, L>; children: readonly Node<G, L>[] }
  | { kind: "line"; key: string; data: L };

/** A table whose rows open to show those inside them. */
export function TreeTable<G, L>({
  label,
  groups,
  columns,
  allOpen = false,
  groupHeight = 50,
  lineHeight = 36,
  menuOf,
}: Props<G, L>) {
  const rows = useMemo(() => groups.map(nodeOf), [groups]);
  const own = useMemo(() => columns.map(columnOf), [columns]);
  const heightOf = useCallback(
    (node: Node<G, L>) => (node.kind === "group" ? groupHeight : lineHeight),
    [groupHeight, lineHeight],
  );
  const menu = useMemo(
    () =>
      menuOf &&
      ((node: Node<G, L>) =>
        menuOf(node.kind === "group" ? { group: node.group.data } : { line: node.data })),
    [menuOf],
  );
  return (
    <Table
      label={label}
      rows={rows}
      columns={own}
      keyOf={keyOf}
      heightOf={heightOf}
      nameColumn={columns[0]?.id}
      childrenOf={childrenOf}
      startsOpen={allOpen}
      openerOf={openerOf}
      menuOf={menu}
    />
  );
}

function nodeOf<G, L>(group: TreeGroup<G, L>): Node<G, L> {
  const { key, lines } = group;
  const children = lines.map(
    (line): Node<G, L> => ({ kind: "line", key: `${key}\n${line.key}`, data: line.data }),
  );
  return { kind: "group", key, group, children };
}

function columnOf<G, L>({
  group,
  line,
  compare,
  ...column
}: TreeColumn<G, L>): TableColumn<Node<G, L>> {
  return {
    ...column,
    cell: (node) => (node.kind === "group" ? group(node.group.data) : line(node.data)),
    compare:
      compare &&
      ((a, b) =>
        a.kind === "group" && b.kind === "group" ? compare(a.group.data, b.group.data) : 0),
  };
}

const keyOf = <G, L>(node: Node<G, L>) => node.key;
const childrenOf = <G, L>(node: Node<G, L>) => (node.kind === "group" ? node.children : null);
const openerOf = <G, L>(node: Node<G, L>) => (node.kind === "group" ? node.group.name : "");
