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

/** The column of boxes to tick, which comes first where rows can be selected. */
export const selectColumn = "select";
const selectWidth = 42;

interface Options<T> {
  columns: readonly TableColumn<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** With `onSort` the caller sorts, and says how it did. */
  sort: Sort | null | undefined;
  onSort: ((sort: Sort | null) => void) | undefined;
  hasBoxes: boolean;
  scroller: RefObject<HTMLElement | null>;
}

/**
 * The columns, the order of the rows, and how the user changed both. TanStack Table keeps them; it is given the
 * outer rows only, for making a row of its own out of each of 10,000 is what a keystroke in a search has no time
 * for. What a narrow table leaves out goes through `columnVisibility`, and so will what the user leaves out.
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
      // A column of buttons without a title has nothing to show more of.
      enableResizing: !column.hideTitle,
    };
  });
  if (!hasBoxes) return defs;
  return [{ id: selectColumn, header: "", size: selectWidth, enableResizing: false }, ...defs];
}

/** The columns that there is no room for. */
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
