import type { RowData } from "@tanstack/react-table";
import { useCallback } from "react";
import type { MenuEntry } from "./Menu";
import type { TableColumn } from "./table/columns";
import { Table } from "./table/Table";

interface Props<T> {
  label: string;
  name: string;
  rows: readonly T[];
  columns: readonly TableColumn<T>[];
  keyOf: (row: T) => string;
  /** The column whose cells are the row headers. */
  nameColumn: string;
  /** In pixels. */
  rowHeight?: number;
  onCopy?: (row: T) => void;
  menuOf?: (row: T) => readonly MenuEntry[];
}

/** A flat table with rows of one height. */
export function DataTable<T extends RowData>({ rowHeight = 50, ...props }: Props<T>) {
  const heightOf = useCallback(() => rowHeight, [rowHeight]);
  return <Table {...props} heightOf={heightOf} />;
}
