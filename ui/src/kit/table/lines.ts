/** A visible line of the table: a row and its place in the tree. */
export interface Line<T> {
  key: string;
  row: T;
  level: 1 | 2;
  /** Null: it doesn't open. */
  isOpen: boolean | null;
  /** The keys of the rows inside, open or not. */
  inside: readonly string[];
  /** Whether it is its parent's last row. */
  isLast: boolean;
}

interface Tree<T> {
  keyOf: (row: T) => string;
  /** The rows inside a row; null: it doesn't open. */
  childrenOf?: (row: T) => readonly T[] | null;
  isOpen: (key: string) => boolean;
}

const none: readonly string[] = [];

/** The lines of a row that opens, as they were made last: most rows are the same after a change of one. */
const made = new WeakMap<object, { keyOf: unknown; lines: Line<never>[] }>();

/** The rows as lines from top to bottom, without those inside closed rows. */
export function lineUp<T>(rows: readonly T[], tree: Tree<T>): Line<T>[] {
  const lines: Line<T>[] = [];
  for (const row of rows) {
    const children = tree.childrenOf?.(row) ?? null;
    if (children === null) {
      const key = tree.keyOf(row);
      lines.push({ key, row, level: 1, isOpen: null, inside: none, isLast: false });
    } else for (const line of treeOf(row, children, tree)) lines.push(line);
  }
  return lines;
}

/** A row that opens and, if it is open, the rows inside. */
function treeOf<T>(row: T, children: readonly T[], { keyOf, isOpen }: Tree<T>): readonly Line<T>[] {
  const key = keyOf(row);
  const opened = children.length > 0 && isOpen(key);
  const known = typeof row === "object" && row !== null ? made.get(row) : undefined;
  // An open row has the lines inside after its own.
  if (known?.keyOf === keyOf && known.lines[0]?.isOpen === opened) return known.lines;
  const inside = children.map(keyOf);
  const lines: Line<T>[] = [{ key, row, level: 1, isOpen: opened, inside, isLast: false }];
  if (opened) {
    children.forEach((child, i) => {
      lines.push({
        key: inside[i] ?? keyOf(child),
        row: child,
        level: 2,
        isOpen: null,
        inside: none,
        isLast: i === children.length - 1,
      });
    });
  }
  if (typeof row === "object" && row !== null)
    made.set(row, { keyOf, lines: lines as Line<never>[] });
  return lines;
}

/** The last number up to the limit in an ascending list; -1: none. */
export function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? -1;
}
