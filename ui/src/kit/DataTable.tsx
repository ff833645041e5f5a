import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { cx } from "./cx";
import { Gap, type Sort, TableHead } from "./TableHead";

export interface Column<T> {
  id: string;
  title: string;
  /** As in CSS: "120px", "22%". What is left is shared by the columns without one. */
  width?: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable. */
  compare?: (a: T, b: T) => number;
  /** Its title is for screen readers only. */
  hideTitle?: boolean;
  isNumber?: boolean;
}

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  /** The column whose cell names its row. */
  nameColumn: string;
  rowHeight?: number;
  /** What Ctrl or Cmd with C copies when the focus is in the row. */
  copyOf?: (row: T) => { text: string; what: string };
}

/** From how many rows on only those in sight are in the document. */
const many = 120;

/** A table with a head that stays, columns that sort, and rows of one height. */
export function DataTable<T>({
  label,
  rows,
  columns,
  keyOf,
  nameColumn,
  rowHeight = 50,
  copyOf,
}: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<Sort | null>(null);
  const sorted = useMemo(() => {
    const compare = columns.find((c) => c.id === sort?.column)?.compare;
    if (!compare || !sort) return rows;
    return [...rows].sort((a, b) => (sort.isDown ? -compare(a, b) : compare(a, b)));
  }, [rows, columns, sort]);

  const isLong = sorted.length > many;
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: isLong,
  });
  const inSight = virtual.getVirtualItems();
  const from = isLong ? (inSight[0]?.index ?? 0) : 0;
  const to = isLong ? (inSight.at(-1)?.index ?? -1) + 1 : sorted.length;

  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="ring-in min-h-0 flex-1 overflow-auto outline-none"
    >
      <table
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        className="w-full min-w-[760px] table-fixed border-collapse"
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-bg text-left text-xs text-dim">
          <tr className="h-7 shadow-[inset_0_-1px_var(--line-soft)]">
            {columns.map((column) => (
              <TableHead
                key={column.id}
                className="first:pl-[18px]"
                column={column}
                sort={sort?.column === column.id ? sort : null}
                onSort={setSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 && <Gap height={from * rowHeight} columns={columns.length} />}
          {sorted.slice(from, to).map((row, i) => (
            <tr
              key={keyOf(row)}
              aria-rowindex={from + i + 2}
              data-copy={copyOf?.(row).text}
              data-copy-what={copyOf?.(row).what}
              className="border-b border-line-soft hover:bg-hov"
              style={{ height: rowHeight }}
            >
              {columns.map((column) => {
                const Cell = column.id === nameColumn ? "th" : "td";
                return (
                  <Cell
                    key={column.id}
                    scope={Cell === "th" ? "row" : undefined}
                    className={cx(
                      "overflow-hidden px-2 text-left align-middle font-normal first:pl-[18px] last:pr-[18px]",
                      column.isNumber && "tabular-nums",
                    )}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
          {to < sorted.length && (
            <Gap height={(sorted.length - to) * rowHeight} columns={columns.length} />
          )}
        </tbody>
      </table>
    </section>
  );
}
