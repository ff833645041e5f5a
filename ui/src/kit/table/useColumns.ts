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
import { type RefObject, useLayoutEffect, useMemo, useState } from "react";
import { minWidth, type Sort, sizeOf, type TableColumn } from "./columns";

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

interface Options<T> {
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
 * which is too slow for 10,000 rows on every keystroke of a search. Columns that a narrow table hides go through
 * `columnVisibility`; a choice of columns by the user belongs there too.
 */
export function useColumns<T extends RowData>(options: Options<T>) {
  const { columns, rows, keyOf, sort, onSort, hasBoxes, scroller } = options;
  const [ownSort, setOwnSort] = useState<SortingState>([]);
  const sorting = useMemo<SortingState>(() => {
    if (!onSort) return ownSort;
    return sort ? [{ id: sort.column, desc: sort.isDown }] : [];
  }, [ownSort, sort, onSort]);
  const defs = useMemo(() => define(columns, hasBoxes), [columns, hasBoxes]);
  const columnVisibility = useHidden(columns, scroller);
  const table = useTable<Features, T>({
    features,
    columns: defs,
    data: rows as T[],
    getRowId: keyOf,
    state: { sorting, columnVisibility },
    manualSorting: onSort !== undefined,
    onSortingChange: (update) => {
      const next = typeof update === "function" ? update(sorting) : update;
      if (!onSort) return setOwnSort(next);
      const [first] = next;
      onSort(first ? { column: first.id, isDown: first.desc } : null);
    },
    enableMultiSort: false,
    sortDescFirst: false,
    columnResizeMode: "onChange",
  });
  return table;
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
