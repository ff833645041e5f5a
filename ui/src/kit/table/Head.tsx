import type { Column, Header, RowData } from "@tanstack/react-table";
import type { KeyboardEvent, ReactNode } from "react";
import { announce } from "../announce";
import { cx } from "../cx";
import { Icon } from "../Icon";
import type { TableColumn } from "./columns";
import type { Features } from "./useColumns";

/** How much Shift with an arrow key changes a column's width, in pixels. */
const step = 16;

interface Props<T extends RowData> {
  headers: readonly Header<Features, T>[];
  columnOf: (id: string) => TableColumn<T> | undefined;
  /** The index of a column among all, including hidden ones, from 1. */
  placeOf: (id: string) => number;
  /** The header of the check box column. */
  selectAll: ReactNode;
  /** What stands before the text of the rows: a check box, a button that opens the row, or nothing. */
  before: "box" | "opener" | null;
  /** Called on arrow down: the focus moves to the rows. */
  onLeave: () => void;
}

/** The header row: sorts by a column, and resizes columns at their edges. */
export function Head<T extends RowData>({
  headers,
  columnOf,
  placeOf,
  selectAll,
  before,
  onLeave,
}: Props<T>) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      onKeyDown={(event) => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "ArrowDown") onLeave();
        else if (event.key === "ArrowRight") moveBy(event, 1);
        else if (event.key === "ArrowLeft") moveBy(event, -1);
        else return;
        event.preventDefault();
      }}
      className={cx(
        "grid h-7 grid-cols-(--columns) items-center border-b border-line-soft bg-bg pr-[18px] text-left text-xs text-dim",
        before ? "pl-3" : "pl-[18px]",
        before === "opener" && "[&>:first-child]:pl-8",
      )}
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
      // WebKit gives a screen reader no name that comes from a button inside.
      aria-label={column?.title}
      data-column={column?.id}
      aria-colindex={place}
      aria-sort={order ? (order === "desc" ? "descending" : "ascending") : undefined}
      tabIndex={-1}
      aria-keyshortcuts={canResize ? "Shift+ArrowLeft Shift+ArrowRight" : undefined}
      onKeyDown={canResize ? (event) => resizeByKey(event, header.column) : undefined}
      className="ring-in relative flex h-full min-w-0 items-center pr-2.5"
    >
      {!column ? (
        selectAll
      ) : header.column.getCanSort() ? (
        <button
          type="button"
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
        // For the mouse only; Shift with an arrow key does the same.
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

/** Moves the focus to another column header: to its control, if it has one. */
function moveBy(event: KeyboardEvent<HTMLElement>, step: number) {
  const heads = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=columnheader]")];
  const from = heads.findIndex(
    (head) => event.target instanceof Node && head.contains(event.target),
  );
  const to = heads[from + step];
  (to?.querySelector<HTMLElement>("button") ?? to)?.focus();
}

/** Starts resizing from the width on screen: a column with a share has no width of its own. */
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
