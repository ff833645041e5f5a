import { createContext, useCallback, useContext, useState } from "react";
import type { TableColumn } from "./columns";

/** What the user chose for a table: the columns' order, which are shown, their widths, and the sort order. */
export interface TableView {
  /** Columns in their order. Those that aren't named keep their place. */
  order: readonly string[];
  /** Columns that the user hid or showed; the others depend on the table's width. */
  shown: Readonly<Record<string, boolean>>;
  /** In pixels. */
  widths: Readonly<Record<string, number>>;
  /** A column, with `-` before it for descending. */
  sort: string | null;
}

export const plainView: TableView = { order: [], shown: {}, widths: {}, sort: null };

/** Where the tables' views are kept, by the tables' names. */
export interface TableViews {
  get: (name: string) => TableView;
  set: (name: string, view: TableView) => void;
}

/** Without a provider each table keeps its own view for as long as it is mounted. */
export const TableViewsContext = createContext<TableViews | null>(null);

/** A table's view, and what changes it. */
export function useTableView(
  name: string,
): [TableView, (change: (now: TableView) => TableView) => void] {
  const kept = useContext(TableViewsContext);
  const [own, setOwn] = useState(plainView);
  const change = useCallback(
    (change: (now: TableView) => TableView) =>
      kept ? kept.set(name, change(kept.get(name))) : setOwn(change),
    [kept, name],
  );
  return [kept ? kept.get(name) : own, change];
}

/** Whether the user may hide and move a column: not the first, which says what the row is, and no buttons. */
export function isFixed<T>(columns: readonly TableColumn<T>[], column: TableColumn<T>): boolean {
  return column === columns[0] || column.hideTitle === true;
}

/** The columns in the user's order. The first stays first, and columns of buttons stay last. */
export function inOrder<T>(
  columns: readonly TableColumn<T>[],
  order: readonly string[],
): readonly TableColumn<T>[] {
  const named = order.flatMap((id) => {
    const column = columns.find((one) => one.id === id);
    return column && !isFixed(columns, column) ? [column] : [];
  });
  if (named.length === 0) return columns;
  // The named columns take the places that they have among all, in the user's order.
  const rest = [...named];
  return columns.map((column) => (named.includes(column) ? (rest.shift() ?? column) : column));
}

/** The order after a column is moved by one place; null: it is at the end. */
export function moved<T>(
  columns: readonly TableColumn<T>[],
  all: readonly TableColumn<T>[],
  id: string,
  step: 1 | -1,
): string[] | null {
  const free = columns.filter((column) => !isFixed(all, column)).map((column) => column.id);
  const from = free.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= free.length) return null;
  free.splice(to, 0, ...free.splice(from, 1));
  return free;
}
