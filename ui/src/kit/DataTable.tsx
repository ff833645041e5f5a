import type { RowData } from "@tanstack/react-table";
import { useCallback } from "react";
import type { MenuEntry } from "./Menu";
import type { TableColumn } from "./table/columns";
import { Table } from "./table/Table";

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: readonly TableColumn<T>[];
  keyOf: (row: T) => string;
  /** The column whose cell names its row. */
  nameColumn: string;
  /** In pixels. */
  rowHeight?: number;
  onCopy?: (row: T) => void;
  menuOf?: (row: T) => readonly MenuEntry[];
}

/** A table whose rows have one height, sorted by whichever column the user likes. */
export function DataTable<T extends RowData>({ rowHeight = 50, ...props }: Props<T>) {
  const heightOf = useCallback(() => rowHeight, [rowHeight]);
  return <Table {...props} heightOf={heightOf} />;
}
