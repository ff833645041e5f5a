import type { Column, Header, RowData } from "@tanstack/react-table";
import type { KeyboardEvent, ReactNode } from "react";
import { announce } from "../announce";
import { cx } from "../cx";
import { Icon } from "../Icon";
import type { TableColumn } from "./columns";
import type { Features } from "./useColumns";

/** By how much Shift with an arrow key changes a column's width, in pixels. */
const step = 16;

interface Props<T extends RowData> {
  headers: readonly Header<Features, T>[];
  columnOf: (id: string) => TableColumn<T> | undefined;
  /** The place of a column among all, also those that are hidden. */
  placeOf: (id: string) => number;
  /** Stands in the head of the column of boxes. */
  selectAll: ReactNode;
  /** Arrow down leads from the head into the rows. */
  onLeave: () => void;
}

/** The head of a table: it sorts, and its columns' edges can be dragged. */
export function Head<T extends RowData>({
  headers,
  columnOf,
  placeOf,
  selectAll,
  onLeave,
}: Props<T>) {
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" || !(event.target instanceof HTMLElement)) return;
        event.preventDefault();
        onLeave();
      }}
      className="grid h-7 grid-cols-(--columns) items-center border-b border-line-soft bg-bg pr-[18px] pl-3 text-left text-xs text-dim outline-none"
    >
      {headers.map((header) => {
        const column = columnOf(header.column.id);
        return (
          <HeadCell
            key={header.id}
            header={header}
            column={column}
            place={placeOf(header.column.id)}
            selectAll={selectAll}
          />
        );
      })}
    </div>
  );
}

interface CellProps<T extends RowData> {
  header: Header<Features, T>;
  column: TableColumn<T> | undefined;
  place: number;
  selectAll: ReactNode;
}

function HeadCell<T extends RowData>({ header, column, place, selectAll }: CellProps<T>) {
  const order = header.column.getIsSorted();
  const canResize = header.column.getCanResize();
  return (
    <div
      role="columnheader"
      aria-colindex={place}
      aria-sort={order ? (order === "desc" ? "descending" : "ascending") : undefined}
      data-column={header.column.id}
      onKeyDown={canResize ? (event) => resizeByKey(event, header.column) : undefined}
      className="relative flex h-full min-w-0 items-center pr-2.5"
    >
      {!column ? (
        selectAll
      ) : header.column.getCanSort() ? (
        <button
          type="button"
          aria-keyshortcuts={canResize ? "Shift+ArrowLeft Shift+ArrowRight" : undefined}
          onClick={header.column.getToggleSortingHandler()}
          className="ring-in -mx-1 flex min-w-0 items-center gap-1 rounded px-1 hover:text-tx"
        >
          <span className="truncate">{column.title}</span>
          {order && <Icon name={order === "desc" ? "down" : "up"} size={10} />}
        </button>
      ) : (
        <span className={column.hideTitle ? "sr-only" : "truncate"}>{column.title}</span>
      )}
      {canResize && (
        // For the mouse; Shift with an arrow key does the same.
        <span
          aria-hidden="true"
          data-resizer={header.column.id}
          onMouseDown={(event) => {
            if (event.button !== 0) return;
            event.preventDefault();
            startFrom(header.column, event.currentTarget.parentElement);
            header.getResizeHandler()(event);
          }}
          onDoubleClick={() => header.column.resetSize()}
          className={cx(
            "absolute inset-y-0 right-0 w-2.5 cursor-col-resize touch-none after:absolute after:inset-y-1.5 after:right-1 after:w-px hover:after:bg-edge",
            header.column.getIsResizing() && "after:!bg-acc",
          )}
        />
      )}
    </div>
  );
}

/** A column that shares what is left has no width of its own: it starts from the one that it has on the screen. */
function startFrom<T extends RowData>(column: Column<Features, T>, head: HTMLElement | null) {
  const width = head?.getBoundingClientRect().width ?? 0;
  if (width > 0) setWidth(column, width);
}

function setWidth<T extends RowData>(column: Column<Features, T>, width: number) {
  const size = Math.max(column.columnDef.minSize ?? 0, Math.round(width));
  column.table.setColumnSizing((now) => ({ ...now, [column.id]: size }));
  return size;
}

function resizeByKey<T extends RowData>(
  event: KeyboardEvent<HTMLElement>,
  column: Column<Features, T>,
) {
  const ways: Record<string, number> = { ArrowLeft: -step, ArrowRight: step };
  const way = ways[event.key];
  if (!event.shiftKey || way === undefined) return;
  event.preventDefault();
  const now = event.currentTarget.getBoundingClientRect().width || column.getSize();
  announce(`${setWidth(column, now + way)} pixels wide`);
}
