import type { Layout, Placed } from "./layout";

export type Direction = "left" | "right" | "up" | "down";

/** The next node for an arrow key: left and right follow the lines, up and down stay in the column. */
export function step(
  layout: Layout,
  from: string,
  direction: Direction,
  /** The previous node, to return to when going back. */
  before?: string,
): string | null {
  const here = layout.nodes.find((node) => node.id === from);
  if (!here) return layout.nodes[0]?.id ?? null;
  if (direction === "up" || direction === "down") {
    const column = layout.nodes
      .filter((node) => node.column === here.column)
      .sort((a, b) => a.y - b.y);
    const at = column.findIndex((node) => node.id === from);
    return column[at + (direction === "down" ? 1 : -1)]?.id ?? null;
  }
  const reached = layout.lines.flatMap((line) => {
    if (direction === "right") return line.from === from ? [line.to] : [];
    return line.to === from ? [line.from] : [];
  });
  if (before && reached.includes(before)) return before;
  const nodes = layout.nodes.filter((node) => reached.includes(node.id));
  // The next column first, then the nearest node.
  nodes.sort((a, b) => distance(here, a) - distance(here, b));
  return nodes[0]?.id ?? null;
}

function distance(a: Placed, b: Placed): number {
  return Math.abs(a.column - b.column) * 100_000 + Math.abs(a.y - b.y);
}

/** All nodes before and after a node, and the node itself. */
export function relatives(layout: Layout, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  const spread = (next: (at: string) => string[]) => {
    const queue = [id];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const other of next(at)) {
        if (found.has(other)) continue;
        found.add(other);
        queue.push(other);
      }
    }
  };
  spread((at) => layout.lines.flatMap((line) => (line.from === at ? [line.to] : [])));
  spread((at) => layout.lines.flatMap((line) => (line.to === at ? [line.from] : [])));
  return found;
}

/** A node's name for screen readers, with the nodes that it is connected to. */
export function spoken(layout: Layout, node: Placed, column: string): string {
  const titles = (ids: string[]) =>
    layout.nodes.filter((n) => ids.includes(n.id)).map((n) => n.title);
  const from = titles(layout.lines.flatMap((l) => (l.to === node.id ? [l.from] : [])));
  const to = titles(layout.lines.flatMap((l) => (l.from === node.id ? [l.to] : [])));
  const parts = [`${column} ${node.title}`];
  if (node.subtitle) parts.push(node.subtitle);
  if (from.length > 0) parts.push(`of ${listed(from)}`);
  if (to.length > 0) parts.push(`leads to ${listed(to)}`);
  return parts.join(", ");
}

function listed(titles: readonly string[]): string {
  if (titles.length <= 3) return titles.join(", ");
  return `${titles.slice(0, 2).join(", ")} and ${titles.length - 2} more`;
}
