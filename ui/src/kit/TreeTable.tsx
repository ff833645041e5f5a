import { type ReactNode, useCallback, useMemo } from "react";
import type { MenuEntry } from "./Menu";
import type { TableColumn } from "./table/columns";
import { Table } from "./table/Table";

/** A row that opens to show others. */
export interface TreeGroup<G, L> {
  key: string;
  /** The accessible name of the button that opens it. */
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
  name: string;
  groups: readonly TreeGroup<G, L>[];
  /** The first column holds the row headers. */
  columns: readonly TreeColumn<G, L>[];
  /** All groups start open. */
  allOpen?: boolean;
  /** In pixels. */
  groupHeight?: number;
  lineHeight?: number;
  /** Called on Ctrl+C, Cmd+C or C in a row. */
  onCopy?: (row: { group: G } | { line: L }) => void;
  menuOf?: (row: { group: G } | { line: L }) => readonly MenuEntry[];
}

type Node<G, L> =
  | { kind: "group"; key: string; group: TreeGroup<G, L>; children: readonly Node<G, L>[] }
  | { kind: "line"; key: string; data: L };

/** A table with rows that open to show others. */
export function TreeTable<G, L>({
  label,
  name,
  groups,
  columns,
  allOpen = false,
  groupHeight = 50,
  lineHeight = 36,
  onCopy,
  menuOf,
}: Props<G, L>) {
  const rows = useMemo(() => groups.map(nodeOf), [groups]);
  const own = useMemo(() => columns.map(columnOf), [columns]);
  const heightOf = useCallback(
    (node: Node<G, L>) => (node.kind === "group" ? groupHeight : lineHeight),
    [groupHeight, lineHeight],
  );
  const menu = useMemo(() => menuOf && ((node: Node<G, L>) => menuOf(dataOf(node))), [menuOf]);
  return (
    <Table<Node<G, L>>
      label={label}
      name={name}
      rows={rows}
      columns={own}
      keyOf={keyOf}
      heightOf={heightOf}
      nameColumn={columns[0]?.id}
      childrenOf={childrenOf}
      startsOpen={allOpen}
      openerOf={openerOf}
      onCopy={onCopy && ((node) => onCopy(dataOf(node)))}
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

function dataOf<G, L>(node: Node<G, L>): { group: G } | { line: L } {
  return node.kind === "group" ? { group: node.group.data } : { line: node.data };
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
