import type { ReactNode } from "react";

export interface TableColumn<T> {
  id: string;
  title: string;
  /** The title is for screen readers only. */
  hideTitle?: boolean;
  /**
   * In pixels; or a share of the width that the other columns leave, and the pixels below which it never gets.
   * Widths that the user drags win over both.
   */
  width: number | { min: number; share: number };
  /** The column is left out while the table is narrower than this, in pixels. */
  showFrom?: number;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable by the table. */
  compare?: (a: T, b: T) => number;
  /** Sortable by the caller: see `onSort`. */
  isSortable?: boolean;
  isNumber?: boolean;
  /** The id of the column to its right, where this row's cell takes up both. */
  joins?: (row: T) => string | null;
}

/** Which column a table is sorted by, and which way. */
export interface Sort {
  column: string;
  isDown: boolean;
}

/** Columns never get narrower than this, in pixels. */
export const minWidth = 40;

export function sizeOf({ width }: Pick<TableColumn<never>, "width">): number {
  return typeof width === "number" ? width : width.min;
}

/** The columns as CSS's `grid-template-columns`, and the width below which the table scrolls sideways. */
export function layOut<T>(
  columns: readonly TableColumn<T>[],
  dragged: Readonly<Record<string, number>>,
): { template: string; width: number } {
  let width = 0;
  const tracks = columns.map((column) => {
    const own = dragged[column.id];
    width += own ?? sizeOf(column);
    if (own !== undefined) return `${own}px`;
    return typeof column.width === "number"
      ? `${column.width}px`
      : `minmax(${column.width.min}px,${column.width.share}fr)`;
  });
  // With every column dragged to a width, the last one takes what is left.
  if (!tracks.some((track) => track.endsWith("fr)"))) {
    const last = tracks.pop();
    if (last !== undefined) tracks.push(`minmax(${last},1fr)`);
  }
  return { template: tracks.join(" "), width };
}

/** How many columns a cell takes up. */
export function spanOf<T>(columns: readonly TableColumn<T>[], at: number, row: T): number {
  const joined = columns[at]?.joins?.(row) ?? null;
  return joined !== null && columns[at + 1]?.id === joined ? 2 : 1;
}
