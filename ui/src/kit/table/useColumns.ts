import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type RefObject, useCallback, useLayoutEffect, useMemo, useState } from "react";
import { minWidth, type Sort, sizeOf, type TableColumn } from "./columns";
import { inOrder, useTableView } from "./tableView";

const features = tableFeatures({
  rowSortingFeature,
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
});
export type Features = typeof features;

/** The check box column, which comes first if rows can be selected. */
export const selectColumn = "select";
const selectWidth = 42;

const unwrapped: readonly never[] = [];

interface Options<T> {
  /** The name under which the user's choice of columns is kept. */
  name: string;
  columns: readonly TableColumn<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** With `onSort` the caller sorts, and this is how it did. */
  sort: Sort | null | undefined;
  onSort: ((sort: Sort | null) => void) | undefined;
  hasBoxes: boolean;
  scroller: RefObject<HTMLElement | null>;
}

/**
 * Columns and sort order, kept by TanStack Table. It gets the outer rows only: it wraps each row in an object,
 * which is too slow for 10,000 rows on every keystroke of a search.
 */
export function useColumns<T extends RowData>(options: Options<T>) {
  const { name, rows, keyOf, sort, onSort, hasBoxes, scroller } = options;
  const [view, changeView] = useTableView(name);
  const columns = useMemo(
    () => inOrder(options.columns, view.order),
    [options.columns, view.order],
  );
  const sorting = useMemo<SortingState>(() => {
    if (onSort) return sort ? [{ id: sort.column, desc: sort.isDown }] : [];
    const id = view.sort?.replace(/^-/, "");
    // A column may no longer exist.
    return columns.some((column) => column.id === id && column.compare)
      ? [{ id: id ?? "", desc: view.sort?.startsWith("-") ?? false }]
      : [];
  }, [columns, view.sort, sort, onSort]);
  const defs = useMemo(() => define(columns, hasBoxes), [columns, hasBoxes]);
  const narrow = useHidden(columns, scroller);
  const columnVisibility = useMemo(() => {
    const chosen = Object.entries(view.shown).filter(([id]) => id !== columns[0]?.id);
    return { ...narrow, ...Object.fromEntries(chosen) };
  }, [narrow, view.shown, columns]);
  const columnSizing = view.widths as Record<string, number>;
  const onSizes = useCallback(
    (update: Updater<Record<string, number>>) =>
      changeView((now) => ({ ...now, widths: after(update, { ...now.widths }) })),
    [changeView],
  );
  const table = useTable<Features, T>({
    features,
    columns: defs,
    // Rows that the caller sorts need not be wrapped.
    data: (onSort ? unwrapped : rows) as T[],
    getRowId: keyOf,
    state: { sorting, columnVisibility, columnSizing },
    onColumnSizingChange: onSizes,
    manualSorting: onSort !== undefined,
    onSortingChange: (update) => {
      const [first] = after(update, sorting);
      if (onSort) return onSort(first ? { column: first.id, isDown: first.desc } : null);
      const sort = first ? `${first.desc ? "-" : ""}${first.id}` : null;
      changeView((now) => ({ ...now, sort }));
    },
    enableMultiSort: false,
    sortDescFirst: false,
    columnResizeMode: "onChange",
  });
  const sortedHere = onSort ? null : table.getRowModel().rows;
  const sorted = useMemo(() => sortedHere?.map((row) => row.original) ?? rows, [sortedHere, rows]);
  return { table, columns, view, changeView, sorted };
}

type Updater<S> = S | ((now: S) => S);

function after<S extends object>(update: Updater<S>, now: S): S {
  return typeof update === "function" ? update(now) : update;
}

function define<T extends RowData>(
  columns: readonly TableColumn<T>[],
  hasBoxes: boolean,
): ColumnDef<Features, T>[] {
  const defs = columns.map((column): ColumnDef<Features, T> => {
    const { id, title, compare, isSortable } = column;
    return {
      id,
      header: title,
      accessorFn: (row) => row,
      enableSorting: compare !== undefined || isSortable === true,
      sortFn: (a, b) => compare?.(a.original, b.original) ?? 0,
      size: sizeOf(column),
      minSize: minWidth,
      // A column of buttons has a fixed width.
      enableResizing: !column.hideTitle,
    };
  });
  if (!hasBoxes) return defs;
  return [{ id: selectColumn, header: "", size: selectWidth, enableResizing: false }, ...defs];
}

/** Hides the columns that the table is too narrow for. */
function useHidden<T extends RowData>(
  columns: readonly TableColumn<T>[],
  scroller: RefObject<HTMLElement | null>,
) {
  const [hidden, setHidden] = useState("");
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node) return;
    const measure = () => {
      const width = node.clientWidth;
      const out = columns.filter(({ showFrom = 0 }) => width > 0 && width < showFrom);
      setHidden(out.map((column) => column.id).join(" "));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(node);
    return () => watch.disconnect();
  }, [columns, scroller]);
  return useMemo(
    () => Object.fromEntries(hidden.split(" ").flatMap((id) => (id ? [[id, false]] : []))),
    [hidden],
  );
}
