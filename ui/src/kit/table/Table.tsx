import type { RowData } from "@tanstack/react-table";
import {
  type CSSProperties,
  type MouseEvent,
  type ReactNode,
  type Ref,
  type SyntheticEvent,
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { cx } from "../cx";
import type { MenuEntry } from "../Menu";
import { Tick, type Ticked } from "../Tick";
import { ColumnsButton, columnEntries } from "./ColumnsButton";
import { layOut, type Sort, type TableColumn } from "./columns";
import { Head } from "./Head";
import { LineView, type Look } from "./LineView";
import { type Line, Lines } from "./lines";
import { type MenuAt, RowMenu } from "./RowMenu";
import { tickedOf } from "./selection";
import { selectColumn, useColumns } from "./useColumns";
import { useKeys } from "./useKeys";
import { headHeight, useLines } from "./useLines";
import { useTurned } from "./useTurned";

export interface TableHandle {
  /** Focuses the row with this key, or the current one. */
  focus: (key?: string) => void;
}

/** The selected rows, and what changes them. The caller owns the selection: it may include rows not shown. */
export interface TableSelection<T> {
  keys: ReadonlySet<string>;
  /** How many of the rows shown are selected. */
  ofShown: Ticked;
  /** The accessible name of a row's check box. */
  boxOf: (row: T) => string;
  onToggle: (line: Line<T>) => void;
  /** Selects the lines up to `to`; a range without an anchor starts at `from`. */
  onExtend: (lines: Lines<T>, from: number, to: number) => void;
  /** Selects all rows shown, or none of them if all are selected. */
  onToggleShown: () => void;
}

export interface TableProps<T> {
  label: string;
  /** The name under which the user's choice of columns is kept. The columns must always be the same for a name. */
  name: string;
  rows: readonly T[];
  /** Pass stable columns and functions: new ones re-render every visible line. */
  columns: readonly TableColumn<T>[];
  keyOf: (row: T) => string;
  /** In pixels. All rows inside others have the same height. */
  heightOf: (row: T) => number;
  /** The column whose cells are the row headers. */
  nameColumn?: string;
  /** The accessible name of a row, if its cells don't say it. */
  nameOf?: (row: T) => string;
  /** Makes the table a tree: the rows inside a row, always the same ones; null: it doesn't open. */
  childrenOf?: (row: T) => readonly T[] | null;
  /** Rows start open. The user's changes to that are kept as long as it stays the same. */
  startsOpen?: boolean;
  /** Replaces a row's cells, and stays visible above the rows inside; null: the row has cells. */
  heading?: (row: T) => ReactNode;
  /** The accessible name of the button that opens a row. Without it, pressing the row opens it. */
  openerOf?: (row: T) => string;
  /** If given, the caller sorts. Otherwise the table does, by the columns' `compare`. */
  sort?: Sort | null;
  onSort?: (sort: Sort | null) => void;
  selection?: TableSelection<T>;
  /** Called when a row is pressed, or Enter on it. */
  onOpen?: (row: T, byKey: boolean) => void;
  /** The row that a panel next to the table shows. */
  shownKey?: string;
  /** Called on Ctrl+C, Cmd+C or C in a row. */
  onCopy?: (row: T) => void;
  /** The entries of a row's context menu. Empty: no menu. */
  menuOf?: (row: T) => readonly MenuEntry[];
  handle?: Ref<TableHandle>;
}

/**
 * A table of any length, flat or as a tree: virtualized, sortable, with resizable columns, range selection, a
 * keyboard grid and context menus.
 */
export function Table<T extends RowData>(props: TableProps<T>) {
  const { label, rows, keyOf, heightOf, childrenOf, startsOpen = false } = props;
  const { heading, openerOf, nameOf, nameColumn, selection, onOpen, onCopy, menuOf } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { turned, turn } = useTurned(props.name, startsOpen);
  const [chosen, setChosen] = useState<string | undefined>(props.shownKey);
  const [menu, setMenu] = useState<MenuAt | null>(null);

  const { table, columns, view, changeView, sorted } = useColumns({
    name: props.name,
    columns: props.columns,
    rows,
    keyOf,
    sort: props.sort,
    onSort: props.onSort,
    hasBoxes: selection !== undefined,
    scroller,
  });
  const lines = useMemo(
    () => new Lines(sorted, { keyOf, childrenOf, turned, startsOpen, heightOf }),
    [sorted, keyOf, childrenOf, turned, startsOpen, heightOf],
  );
  const chosenAt = useMemo(
    () => (chosen === undefined ? -1 : lines.indexOf(chosen)),
    [lines, chosen],
  );
  const current = Math.max(0, chosenAt);
  const { virtual, items, sticky } = useLines({
    scroller,
    lines,
    current,
    isSticky: heading !== undefined,
  });

  const { onKeyDown, focus } = useKeys({
    scroller,
    lines,
    current,
    setCurrent: setChosen,
    scrollTo: (index) => virtual.scrollToIndex(index, { align: "auto" }),
    page: () => pageOf(scroller.current, lines.heights[current]),
    isHeading: (row) => Boolean(heading?.(row)),
    onEnter: (line) => {
      if (line.isOpen === null) onOpen?.(line.row, true);
      else if (line.inside.length > 0) turn(line.key);
    },
    onTurn: (line) => turn(line.key),
    onToggle: selection?.onToggle,
    onExtend: selection && ((from, to) => selection.onExtend(lines, from, to)),
    onCopy: onCopy && ((line) => onCopy(line.row)),
    onMenu: menuOf && ((line, at) => openMenu(line, below(at))),
  });
  useImperativeHandle(props.handle, () => ({ focus }), [focus]);

  function openMenu(line: Line<T>, { x, y }: { x: number; y: number }) {
    const entries = menuOf?.(line.row) ?? [];
    if (entries.length === 0) return;
    setChosen(line.key);
    setMenu({ label: nameOf?.(line.row) ?? label, entries, x, y });
  }

  const latest = useRef({ lines, current, selection, onOpen, openerOf });
  latest.current = { lines, current, selection, onOpen, openerOf };
  const onPress = useCallback(
    (index: number) => {
      const { lines, onOpen, openerOf } = latest.current;
      const line = lines.at(index);
      if (!line) return;
      setChosen(line.key);
      if (line.isOpen === null) onOpen?.(line.row, false);
      else if (!openerOf && line.inside.length > 0) turn(line.key);
    },
    [turn],
  );
  const onSelect = useCallback(
    (index: number, isRange: boolean) => {
      const { lines, current, selection } = latest.current;
      const line = lines.at(index);
      if (!line || !selection) return;
      if (isRange) selection.onExtend(lines, current, index);
      else selection.onToggle(line);
      // Keyboard navigation continues from here.
      focus(line.key);
    },
    [focus],
  );

  const allColumns = table.getAllLeafColumns();
  const places = useMemo(() => new Map(allColumns.map(({ id }, i) => [id, i + 1])), [allColumns]);
  const placeOf = useCallback((id: string) => places.get(id) ?? 1, [places]);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const visible = table.getVisibleLeafColumns();
  const isVisible = useMemo(() => {
    const ids = new Set(visible.map(({ id }) => id));
    return (id: string) => ids.has(id);
  }, [visible]);
  const shown = useMemo(() => visible.flatMap(({ id }) => byId.get(id) ?? []), [visible, byId]);
  const look = useMemo(
    (): Look<T> => ({
      columns: shown,
      placeOf,
      columnCount: places.size,
      heightOf,
      nameColumn,
      nameOf,
      heading,
      openerOf,
      boxOf: selection?.boxOf,
      isTree: childrenOf !== undefined,
      isPressable: onOpen !== undefined,
    }),
    [
      shown,
      placeOf,
      places,
      heightOf,
      nameColumn,
      nameOf,
      heading,
      openerOf,
      selection?.boxOf,
      childrenOf,
      onOpen,
    ],
  );
  const { template, width } = layOut(shown, table.state.columnSizing);
  const choice = { columns, all: props.columns, view, onView: changeView };
  const boxes = selection ? table.getColumn(selectColumn)?.getSize() : undefined;

  function onContextMenu(event: MouseEvent) {
    const { target, currentTarget } = event;
    // The menu key sends this event too, without a button or a position; `useKeys` handles it.
    if (event.button !== 2 && !event.ctrlKey) return;
    if (!(target instanceof Element) || !currentTarget.contains(target)) return;
    const head = target.closest<HTMLElement>("[role=columnheader]");
    if (head) return openHeadMenu(event, head, { x: event.clientX, y: event.clientY });
    const row = target.closest<HTMLElement>("[data-index]");
    const line = lines.at(Number(row?.dataset.index));
    if (!row || !line || !menuOf || target.closest("input, textarea")) return;
    event.preventDefault();
    // When the menu closes, the focus returns to where it was.
    row.focus({ preventScroll: true });
    openMenu(line, { x: event.clientX, y: event.clientY });
  }

  function openHeadMenu(event: SyntheticEvent, head: HTMLElement, at = below(head)) {
    const entries = columnEntries(choice, head.dataset.column ?? "");
    if (entries.length === 0) return;
    event.preventDefault();
    setMenu({ label: "Column", entries, ...at });
  }

  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <div
        ref={scroller}
        role={childrenOf ? "treegrid" : "grid"}
        aria-label={label}
        aria-multiselectable={selection ? true : undefined}
        aria-rowcount={lines.length + 1}
        aria-colcount={places.size}
        onKeyDown={(event) => {
          const { target } = event;
          const isMenuKey = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
          const head =
            isMenuKey &&
            target instanceof Element &&
            target.closest<HTMLElement>("[role=columnheader]");
          if (head) openHeadMenu(event, head);
          else onKeyDown(event);
        }}
        onContextMenu={onContextMenu}
        onFocus={(event) => {
          // A row that gets the focus, by the mouse or through one of its controls, becomes the current one.
          const { target, currentTarget } = event;
          if (!currentTarget.contains(target)) return;
          const index = target.closest<HTMLElement>("[data-index]")?.dataset.index;
          const line = index === undefined ? undefined : lines.at(Number(index));
          if (line) setChosen(line.key);
        }}
        className={cx(
          "@container relative min-h-0 min-w-0 flex-1 overflow-auto [scrollbar-gutter:stable]",
          table.state.columnResizing.isResizingColumn && "cursor-col-resize select-none",
        )}
        style={
          {
            "--columns": boxes === undefined ? template : `${boxes}px ${template}`,
          } as CSSProperties
        }
      >
        <div style={{ minWidth: width + (boxes ?? 0) + edges }}>
          <div role="rowgroup" className="sticky top-0 z-20">
            <Head
              headers={table.getHeaderGroups()[0]?.headers ?? []}
              columnOf={(id) => byId.get(id)}
              placeOf={placeOf}
              before={selection ? "box" : openerOf ? "opener" : null}
              onLeave={() => focus()}
              selectAll={
                selection && (
                  <Tick
                    label="Select all rows shown"
                    ticked={selection.ofShown}
                    onPress={selection.onToggleShown}
                    className="-ml-1"
                  />
                )
              }
            />
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const line = lines.at(index);
              if (!line) return null;
              return (
                <LineView
                  key={line.key}
                  line={line}
                  look={look}
                  index={index}
                  top={start - headHeight}
                  isSticky={index === sticky}
                  isCurrent={index === current}
                  isShown={line.key === props.shownKey}
                  ticked={selection ? tickedOf(line, selection.keys) : "none"}
                  isSelecting={selection !== undefined && selection.keys.size > 0}
                  onPress={onPress}
                  onSelect={onSelect}
                  onTurn={turn}
                />
              );
            })}
          </div>
        </div>
      </div>
      <div className="absolute top-0.5 right-0.5 z-30 bg-bg">
        <ColumnsButton {...choice} label={label} isVisible={isVisible} />
      </div>
      {menu && <RowMenu at={menu} onClose={() => setMenu(null)} />}
    </div>
  );
}

/** A line's padding on both sides, in pixels. */
const edges = 36;

function pageOf(scroller: HTMLElement | null, height = 36): number {
  return Math.max(1, Math.floor((scroller?.clientHeight || 400) / height) - 2);
}

/** The position of a menu that was opened with the keyboard. */
function below(at: HTMLElement): { x: number; y: number } {
  const { left, bottom } = at.getBoundingClientRect();
  return { x: left + 24, y: bottom - 6 };
}
