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
  /** Whether rows are open, except those that the user turned. */
  startsOpen?: boolean;
  turned?: ReadonlySet<string>;
  /** In pixels. All rows inside others have the same height. */
  heightOf: (row: T) => number;
}

const none: readonly string[] = [];
const nothing: readonly never[] = [];

/** The lines of a row that opens, as they were made last: most rows are the same after a change of one. */
const made = new WeakMap<object, { keyOf: unknown; lines: Line<never>[] }>();

/**
 * The rows as lines from top to bottom, without those inside closed rows. A line is made when it is asked for: of 10,000,
 * few are seen.
 */
export class Lines<T> {
  readonly length: number;
  /** The height of each line, in pixels. */
  readonly heights: Uint16Array;
  readonly #rows: readonly T[];
  readonly #tree: Tree<T>;
  /** The index of the first line of each row. */
  readonly #starts: Int32Array;
  /** The index of the row that each line belongs to. */
  readonly #owners: Int32Array;

  constructor(rows: readonly T[], tree: Tree<T>) {
    const { heightOf } = tree;
    this.#rows = rows;
    this.#tree = tree;
    const starts = new Int32Array(rows.length);
    const heights = new Uint16Array(rows.length);
    let length = 0;
    let inside: T | undefined;
    // Each row is looked at once: with thousands, that is what takes the time.
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] as T;
      const open = this.#openIn(row);
      inside ??= open[0];
      starts[i] = length;
      heights[i] = heightOf(row);
      length += 1 + open.length;
    }
    this.length = length;
    this.#starts = starts;
    this.#owners = new Int32Array(length);
    this.heights = new Uint16Array(length).fill(inside === undefined ? 0 : heightOf(inside));
    for (let i = 0; i < rows.length; i += 1) {
      const start = starts[i] ?? 0;
      const end = starts[i + 1] ?? length;
      this.heights[start] = heights[i] ?? 0;
      for (let at = start; at < end; at += 1) this.#owners[at] = i;
    }
  }

  at(index: number): Line<T> | undefined {
    const owner = this.#owners[index];
    const row = owner === undefined ? undefined : this.#rows[owner];
    if (owner === undefined || row === undefined) return undefined;
    return this.#linesOf(row)[index - (this.#starts[owner] ?? 0)];
  }

  /** The index of the line with this key; -1: it isn't among them. */
  indexOf(key: string): number {
    const { keyOf } = this.#tree;
    for (const [i, row] of this.#rows.entries()) {
      const start = this.#starts[i] ?? 0;
      if (keyOf(row) === key) return start;
      const inside = this.#openIn(row).findIndex((child) => keyOf(child) === key);
      if (inside >= 0) return start + 1 + inside;
    }
    return -1;
  }

  /** The index of the row that opens and that a line is, or is inside; -1: there is none. */
  opener(index: number): number {
    const owner = this.#owners[Math.min(index, this.length - 1)];
    const row = owner === undefined ? undefined : this.#rows[owner];
    if (owner === undefined || row === undefined || !this.#tree.childrenOf?.(row)) return -1;
    return this.#starts[owner] ?? -1;
  }

  /** The rows inside a row, if it is open. */
  #openIn(row: T): readonly T[] {
    const { childrenOf, keyOf, turned, startsOpen = false } = this.#tree;
    const children = childrenOf?.(row);
    if (!children) return nothing;
    // Asking for the key of each row takes time.
    const isTurned = turned !== undefined && turned.size > 0 && turned.has(keyOf(row));
    return isTurned !== startsOpen ? children : nothing;
  }

  #linesOf(row: T): readonly Line<T>[] {
    const { keyOf, childrenOf } = this.#tree;
    const children = childrenOf?.(row);
    if (!children)
      return [{ key: keyOf(row), row, level: 1, isOpen: null, inside: none, isLast: false }];
    const isOpen = this.#openIn(row).length > 0;
    const known = typeof row === "object" && row !== null ? made.get(row) : undefined;
    if (known?.keyOf === keyOf && known.lines[0]?.isOpen === isOpen) return known.lines;
    const lines = treeOf(row, children, isOpen, keyOf);
    if (typeof row === "object" && row !== null)
      made.set(row, { keyOf, lines: lines as Line<never>[] });
    return lines;
  }
}

/** A row that opens and, if it is open, the rows inside. */
function treeOf<T>(
  row: T,
  children: readonly T[],
  isOpen: boolean,
  keyOf: (row: T) => string,
): Line<T>[] {
  const inside = children.map(keyOf);
  const own: Line<T> = { key: keyOf(row), row, level: 1, isOpen, inside, isLast: false };
  if (!isOpen) return [own];
  const lines = children.map((child, i): Line<T> => {
    const isLast = i === children.length - 1;
    return { key: inside[i] ?? "", row: child, level: 2, isOpen: null, inside: none, isLast };
  });
  return [own, ...lines];
}
