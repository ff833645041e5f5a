/** What stands in one line of the table: a row, and where it is in the tree. */
export interface Line<T> {
  key: string;
  row: T;
  level: 1 | 2;
  /** Null: it has no rows inside. */
  isOpen: boolean | null;
  /** The keys of the rows inside, open or not. */
  inside: readonly string[];
  /** The last of its parent's rows. */
  isLast: boolean;
}

interface Tree<T> {
  keyOf: (row: T) => string;
  /** The rows inside a row; null: it is none that opens. */
  childrenOf?: (row: T) => readonly T[] | null;
  isOpen: (key: string) => boolean;
}

const none: readonly string[] = [];

/** The rows as lines, one below the other; those inside a closed one are left out. */
export function lineUp<T>(rows: readonly T[], { keyOf, childrenOf, isOpen }: Tree<T>): Line<T>[] {
  const lines: Line<T>[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const children = childrenOf?.(row) ?? null;
    if (children === null) {
      lines.push({ key, row, level: 1, isOpen: null, inside: none, isLast: false });
      continue;
    }
    const inside = children.map(keyOf);
    const opened = children.length > 0 && isOpen(key);
    lines.push({ key, row, level: 1, isOpen: opened, inside, isLast: false });
    if (!opened) continue;
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
  return lines;
}

/** The last of ascending numbers that is not above the limit; -1: none. */
export function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? -1;
}
