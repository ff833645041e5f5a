import { type CSSProperties, memo, type ReactNode } from "react";
import { cx } from "../cx";
import { Icon } from "../Icon";
import { Tick, type Ticked } from "../Tick";
import { TabStop } from "../tabStop";
import { spanOf, type TableColumn } from "./columns";
import type { Line } from "./lines";
import { headHeight } from "./useLines";

/** What all lines of a table have in common. The object is stable while none of it changes. */
export interface Look<T> {
  /** The visible columns. */
  columns: readonly TableColumn<T>[];
  placeOf: (id: string) => number;
  columnCount: number;
  heightOf: (row: T) => number;
  /** The column whose cells are the row headers. */
  nameColumn?: string;
  nameOf?: (row: T) => string;
  /** Replaces the cells; null: the row has cells. */
  heading?: (row: T) => ReactNode;
  /** The accessible name of the button that opens a row. */
  openerOf?: (row: T) => string;
  /** The accessible name of a row's check box. */
  boxOf?: (row: T) => string;
  isTree: boolean;
  isPressable: boolean;
}

interface Props<T> {
  line: Line<T>;
  look: Look<T>;
  index: number;
  top: number;
  isSticky: boolean;
  isCurrent: boolean;
  /** A panel next to the table shows this row. */
  isShown: boolean;
  ticked: Ticked;
  /** Something is selected: all check boxes are visible. */
  isSelecting: boolean;
  onPress: (index: number) => void;
  onSelect: (index: number, isRange: boolean) => void;
  onTurn: (key: string) => void;
}

function LineOf<T>(props: Props<T>) {
  const { line, look, index, top, isSticky, isCurrent, isShown, ticked, isSelecting } = props;
  const { row } = line;
  const heading = look.heading?.(row) ?? null;
  const canOpen = line.inside.length > 0;
  const style: CSSProperties = { height: look.heightOf(row) };
  if (isSticky) style.top = headHeight;
  else style.transform = `translateY(${top}px)`;
  const box = look.boxOf && (
    <Tick
      label={look.boxOf(row)}
      ticked={ticked}
      onPress={(event) => props.onSelect(index, event.shiftKey)}
      // Visible while something is selected, or on hover and focus.
      className={cx(
        "-ml-1",
        !isSelecting &&
          "opacity-0 group-hover/line:opacity-100 group-focus-within/line:opacity-100 group-focus/line:opacity-100",
      )}
    />
  );
  return (
    <div
      role="row"
      data-index={index}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={look.nameOf?.(row)}
      aria-level={look.isTree ? line.level : undefined}
      aria-expanded={canOpen ? line.isOpen === true : undefined}
      aria-rowindex={index + 2}
      aria-selected={look.boxOf ? ticked === "all" : undefined}
      aria-current={isShown || undefined}
      onClick={(event) => {
        const { target, currentTarget } = event;
        if (!(target instanceof Element) || !currentTarget.contains(target)) return;
        if (target.closest("button, a, input, [role=button]")) return;
        if (look.boxOf && (event.shiftKey || event.ctrlKey || event.metaKey))
          props.onSelect(index, event.shiftKey);
        else props.onPress(index);
      }}
      style={style}
      className={cx(
        "group/line ring-in inset-x-0 border-line-soft hover:bg-hov",
        heading !== null ? "flex" : "grid grid-cols-(--columns) items-center",
        heading !== null && "bg-group",
        "pr-[18px]",
        look.boxOf || look.openerOf ? "pl-3" : "pl-[18px]",
        look.isPressable && "select-none",
        isSticky ? "sticky z-10" : "absolute top-0",
        // Rows inside another have a background instead of lines between them.
        line.level === 2 && !look.heading && "bg-group text-sm",
        (look.heading || line.isOpen !== true) &&
          (line.level === 1 || look.heading || line.isLast) &&
          "border-b",
        // Chips keep their shape on a colored row.
        (ticked === "all" || isShown) && "[--chip:var(--chip-on)]",
        ticked === "all" && heading === null && "!bg-acc-bg",
        isShown && "!bg-sel shadow-[inset_2px_0_var(--acc)]",
      )}
    >
      <TabStop.Provider value={isCurrent}>
        {heading !== null ? (
          <div
            role="gridcell"
            tabIndex={-1}
            aria-colindex={1}
            aria-colspan={look.columnCount}
            className="ring-in flex min-w-0 flex-1 items-center gap-[9px]"
          >
            {box}
            {line.isOpen !== null && <Arrow isOpen={line.isOpen} />}
            {heading}
          </div>
        ) : (
          <>
            {box && (
              <div role="gridcell" tabIndex={-1} aria-colindex={1} className="flex items-center">
                {box}
              </div>
            )}
            <Cells {...props} />
          </>
        )}
      </TabStop.Provider>
    </div>
  );
}

/** Lines are new objects after every change to the list: what counts is what they hold. */
function isSame<T>({ line: a, ...before }: Props<T>, { line: b, ...after }: Props<T>): boolean {
  const sameLine =
    a.row === b.row && a.isOpen === b.isOpen && a.level === b.level && a.isLast === b.isLast;
  const names = Object.keys(after) as (keyof typeof after)[];
  return sameLine && names.every((name) => before[name] === after[name]);
}

// `memo` loses the type parameter.
export const LineView = memo(LineOf, isSame) as typeof LineOf;

function Cells<T>({ line, look, onTurn }: Props<T>) {
  const cells: ReactNode[] = [];
  const { columns } = look;
  for (let at = 0; at < columns.length; ) {
    const column = columns[at];
    if (!column) break;
    const span = spanOf(columns, at, line.row);
    const isFirst = at === 0;
    const content = column.cell(line.row);
    cells.push(
      <div
        key={column.id}
        role={column.id === look.nameColumn ? "rowheader" : "gridcell"}
        tabIndex={-1}
        aria-colindex={look.placeOf(column.id)}
        aria-colspan={span > 1 ? span : undefined}
        className={cx(
          "ring-in min-w-0 overflow-hidden pr-2.5",
          span > 1 && "col-span-2",
          column.isNumber && "tabular-nums",
          isFirst && look.openerOf && "flex items-center gap-2",
        )}
      >
        {isFirst && look.openerOf ? (
          <>
            {line.isOpen === null ? (
              <span className="w-6 shrink-0" />
            ) : (
              <Opener line={line} name={look.openerOf(line.row)} onTurn={onTurn} />
            )}
            <div className="min-w-0 flex-1">{content}</div>
          </>
        ) : (
          content
        )}
      </div>,
    );
    at += span;
  }
  return cells;
}

interface OpenerProps<T> {
  line: Line<T>;
  name: string;
  onTurn: (key: string) => void;
}

function Opener<T>({ line, name, onTurn }: OpenerProps<T>) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-expanded={line.isOpen === true}
      aria-label={name}
      disabled={line.inside.length === 0}
      onClick={() => onTurn(line.key)}
      className="ring-in grid size-6 shrink-0 place-items-center rounded-md text-dim enabled:hover:bg-btn-hov enabled:hover:text-tx disabled:opacity-30"
    >
      <Arrow isOpen={line.isOpen === true} />
    </button>
  );
}

function Arrow({ isOpen }: { isOpen: boolean }) {
  return (
    <Icon
      name="right"
      size={12}
      className={cx("shrink-0 text-dim transition-transform", isOpen && "rotate-90")}
    />
  );
}
