import { type Ref, useCallback, useImperativeHandle, useMemo, useRef, useState } from "react";
import { useMay } from "../../../ipc";
import { cx, Icon, Tick, type Ticked, toast } from "../../../kit";
import { copy } from "../../../parts";
import type { Selecting } from "../bulk/useSelection";
import type { Group, Row, Sort, SortColumn } from "../rows";
import { columns, grid } from "./columns";
import { GroupLine } from "./GroupLine";
import { type Item, lineUp } from "./items";
import { RowLine } from "./RowLine";
import { useGrid } from "./useGrid";

export interface TableHandle {
  /** Puts the focus on the line of this key, or on the current one. */
  focus: (key?: string) => void;
}

interface Props {
  groups: readonly Group[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  openId: string | undefined;
  isReading: boolean;
  onOpen: (row: Row, byKey: boolean) => void;
  handle: Ref<TableHandle>;
  selecting: Selecting;
}

/** All endpoints, by cluster. Only the lines in sight are in the document. */
export function Table({
  groups,
  sort,
  onSort,
  openId,
  isReading,
  onOpen,
  handle,
  selecting,
}: Props) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const mayEdit = useMay().editEndpoints;
  const items = useMemo(() => lineUp(groups, closed), [groups, closed]);
  const fold = useCallback((clusterId: string, open: boolean) => {
    setClosed((now) => {
      const next = new Set(now);
      if (open) next.delete(clusterId);
      else next.add(clusterId);
      return next;
    });
  }, []);
  const { scroller, virtual, current, sticky, onKeyDown, choose, focus } = useGrid({
    items,
    startKey: openId,
    onOpen: (item) => (item.kind === "row" ? onOpen(item.row, true) : fold(item.key, !item.isOpen)),
    onFold: (item, open) => fold(item.key, open),
    onCopy: (item) => copyName(item),
    onToggle: selecting.toggle,
    onExtend: (from, to) => selecting.extend(items, from, to),
  });
  useImperativeHandle(handle, () => ({ focus }), [focus]);
  const open = useCallback(
    (row: Row, byKey: boolean) => {
      choose(row.id);
      onOpen(row, byKey);
    },
    [choose, onOpen],
  );
  const press = usePressed({ items, current, selecting, focus });
  const isSelecting = selecting.ids.size > 0;

  return (
    <div
      role="treegrid"
      aria-label="Endpoints"
      aria-multiselectable
      aria-rowcount={items.length + 1}
      aria-colcount={columns.length}
      onKeyDown={onKeyDown}
      className="@container flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <Head sort={sort} onSort={onSort} selecting={selecting} />
      <div
        role="rowgroup"
        ref={scroller}
        className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]"
      >
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((line) => {
            const item = items[line.index];
            if (!item) return null;
            const isCurrent = line.index === current;
            return item.kind === "group" ? (
              <GroupLine
                key={item.key}
                group={item.group}
                index={line.index}
                top={line.start}
                isOpen={item.isOpen}
                isSticky={line.index === sticky}
                isCurrent={isCurrent}
                ticked={tickedOf(item.group, selecting.ids)}
                isSelecting={isSelecting}
                onFold={fold}
                onSelect={press}
              />
            ) : (
              <RowLine
                key={item.key}
                row={item.row}
                index={line.index}
                top={line.start}
                isCurrent={isCurrent}
                isOpen={item.key === openId}
                isSelected={selecting.ids.has(item.key)}
                isSelecting={isSelecting}
                isReading={isReading}
                mayEdit={mayEdit}
                onOpen={open}
                onSelect={press}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Copies a row's service name. Where there is none the clipboard stays as it is. */
function copyName(item: Item) {
  const name = item.kind === "row" ? item.row.serviceName : null;
  if (!name) {
    toast({ tone: "info", title: "Nothing was copied", detail: whyNoName(item) });
    return;
  }
  void copy(name, "service name").then(
    (ok) => ok && toast({ tone: "ok", title: "Copied service name", detail: name }),
  );
}

function whyNoName(item: Item): string {
  if (item.kind === "group")
    return `${item.group.cluster.name} is a cluster: choose one of its regions.`;
  const { cluster, region, endpoint } = item.row;
  const place = `${cluster.name} ${region.region}`;
  return endpoint.kind === "none"
    ? `${place} has no endpoint.`
    : `The endpoint of ${place} has no service name yet.`;
}

/** A press on a line's box, or on the line with a modifier: with Shift it takes in a range. */
function usePressed(now: {
  items: readonly Item[];
  current: number;
  selecting: Selecting;
  focus: (key: string) => void;
}) {
  const latest = useRef(now);
  latest.current = now;
  return useCallback((index: number, isRange: boolean) => {
    const { items, current, selecting, focus } = latest.current;
    const item = items[index];
    if (!item) return;
    if (isRange) selecting.extend(items, current, index);
    else selecting.toggle(item);
    // The keys go on from here.
    focus(item.key);
  }, []);
}

function tickedOf(group: Group, ids: ReadonlySet<string>): Ticked {
  if (ids.size === 0) return "none";
  const n = group.rows.filter((row) => ids.has(row.id)).length;
  if (n === 0) return "none";
  return n === group.rows.length ? "all" : "some";
}

interface HeadProps {
  sort: Sort;
  onSort: (sort: Sort) => void;
  selecting: Selecting;
}

function Head({ sort, onSort, selecting }: HeadProps) {
  return (
    <div role="rowgroup" className="shrink-0 overflow-hidden [scrollbar-gutter:stable]">
      <div
        role="row"
        aria-rowindex={1}
        className={cx(grid, "h-7 border-b border-line-soft text-xs text-dim")}
      >
        {columns.map((column, i) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={i + 1}
            aria-sort={
              column.sort && sort.column === column.sort
                ? sort.descending
                  ? "descending"
                  : "ascending"
                : undefined
            }
            className={cx("min-w-0 items-center", column.show ?? "flex")}
          >
            {column.id === "select" ? (
              <Tick
                label="Select all that is shown"
                ticked={selecting.ofShown}
                onPress={selecting.toggleShown}
                className="-ml-1"
              />
            ) : column.sort ? (
              <SortButton title={column.title} column={column.sort} sort={sort} onSort={onSort} />
            ) : (
              <span className="truncate">{column.title}</span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

const byCluster: Sort = { column: "cluster", descending: false };

function SortButton({
  title,
  column,
  sort,
  onSort,
}: {
  title: string;
  column: SortColumn;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const isOn = sort.column === column;
  return (
    <button
      type="button"
      onClick={() => onSort(isOn && sort.descending ? byCluster : { column, descending: isOn })}
      className="-mx-1 flex items-center gap-0.5 rounded px-1 hover:text-tx"
    >
      {title}
      {isOn && <Icon name={sort.descending ? "down" : "up"} size={10} />}
    </button>
  );
}
