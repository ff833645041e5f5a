import { layout as arrange, Graph as DagreGraph } from "@dagrejs/dagre";
import { columns, type Edge, type Graph, type Node } from "./graph";

export const nodeWidth = 194;
export const nodeHeight = 46;
/** From this many nodes on, the order of the names counts more than few crossings. */
const large = 60;
const gapAcross = 76;
const gapDown = 14;
/** The height of the column names above the nodes. */
export const headHeight = 34;

export interface Placed extends Node {
  x: number;
  y: number;
}

export interface Line extends Edge {
  path: string;
}

export interface Layout {
  nodes: Placed[];
  lines: Line[];
  width: number;
  height: number;
  /** The left edge of each column. */
  across: readonly number[];
}

/** Places nodes and lines. The columns are fixed; dagre decides the order within a column. */
export function layoutOf({ nodes, edges }: Graph): Layout {
  const graph = new DagreGraph();
  graph.setGraph({ rankdir: "LR", nodesep: gapDown, ranksep: gapAcross });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: nodeWidth, height: nodeHeight });
  const columnOf = new Map(nodes.map((node) => [node.id, node.column]));
  for (const { from, to } of edges) {
    const minlen = (columnOf.get(to) ?? 0) - (columnOf.get(from) ?? 0);
    graph.setEdge(from, to, { minlen });
  }
  // Reordering a large picture for fewer crossings would scatter the clusters.
  arrange(graph, { disableOptimalOrderHeuristic: nodes.length > large });

  const top = Math.min(...nodes.map(({ id }) => graph.node(id).y)) - nodeHeight / 2;
  const across = columns.map((_, column) => column * (nodeWidth + gapAcross));
  const placed = nodes.map(
    (node): Placed => ({
      ...node,
      x: across[node.column] ?? 0,
      y: graph.node(node.id).y - nodeHeight / 2 - top + headHeight,
    }),
  );
  const at = new Map(placed.map((node) => [node.id, node]));
  const down = headHeight - top;
  const lines = edges.flatMap(({ from, to }): Line[] => {
    const a = at.get(from);
    const b = at.get(to);
    if (!a || !b) return [];
    // A line passes a column at the height that dagre reserved for it.
    const points = graph.edge(from, to).points ?? [];
    const between = points.map((point: { y: number }) => point.y + down);
    return [{ from, to, path: path(a, b, between) }];
  });
  const last = Math.max(...placed.map((node) => node.column), 0);
  return {
    nodes: placed,
    lines,
    width: (across[last] ?? 0) + nodeWidth,
    across,
    height: Math.max(...placed.map((node) => node.y)) + nodeHeight,
  };
}

/** A line that starts and ends horizontally and passes the columns between at the middle of `heights`. */
function path(a: Placed, b: Placed, heights: readonly number[]): string {
  const [x1, y1] = [a.x + nodeWidth, a.y + nodeHeight / 2];
  const y2 = b.y + nodeHeight / 2;
  if (b.column - a.column < 2) return `M${x1} ${y1} ${bend(x1, y1, y2)}`;
  const y = heights[Math.floor(heights.length / 2)] ?? y2;
  const x = b.x - gapAcross;
  return `M${x1} ${y1} ${bend(x1, y1, y)} H${x} ${bend(x, y, y2)}`;
}

/** A curve across the gap between two columns. */
function bend(x: number, from: number, to: number): string {
  const middle = x + gapAcross / 2;
  return `C${middle} ${from} ${middle} ${to} ${x + gapAcross} ${to}`;
}
