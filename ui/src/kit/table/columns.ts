import type { ReactNode } from "react";

export interface TableColumn<T> {
  id: string;
  title: string;
  /** The title is for screen readers only. */
  hideTitle?: boolean;
  /**
   * In pixels, or a share of the remaining width with a minimum in pixels. A width that the user drags overrides
   * both.
   */
  width: number | { min: number; share: number };
  /** The column is hidden while the table is narrower than this, in pixels. */
  showFrom?: number;
  cell: (row: T) => ReactNode;
  /** Lets the table sort by this column. */
  compare?: (a: T, b: T) => number;
  /** Lets the caller sort by this column: see `onSort`. */
  isSortable?: boolean;
  isNumber?: boolean;
  /** The id of the next column, if this row's cell spans both. */
  joins?: (row: T) => string | null;
}

export interface Sort {
  column: string;
  isDown: boolean;
}

/** The minimum width of a column, in pixels. */
export const minWidth = 40;

export function sizeOf({ width }: Pick<TableColumn<never>, "width">): number {
  return typeof width === "number" ? width : width.min;
}

/** The value for `grid-template-columns`, and the width below which the table scrolls horizontally. */
export function layOut(
  columns: readonly Pick<TableColumn<never>, "id" | "width">[],
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
  // If every column has a fixed width, the last one takes the remaining space.
  if (!tracks.some((track) => track.endsWith("fr)"))) {
    const last = tracks.pop();
    if (last !== undefined) tracks.push(`minmax(${last},1fr)`);
  }
  return { template: tracks.join(" "), width };
}

/** The number of columns that a cell spans. */
export function spanOf<T>(columns: readonly TableColumn<T>[], at: number, row: T): number {
  const joined = columns[at]?.joins?.(row) ?? null;
  return joined !== null && columns[at + 1]?.id === joined ? 2 : 1;
}
