import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { Gap, type Sort, TableHead } from "./TableHead";

/** A row that opens, and the rows inside it. */
export interface TreeGroup<G, L> {
  key: string;
  /** Its name for who can't see it: "Show what *Shop* reaches". */
  name: string;
  data: G;
  lines: readonly { key: string; data: L }[];
}

export interface TreeColumn<G, L> {
  id: string;
  title: string;
  /** As in CSS: "120px", "22%". What is left is shared by the columns without one. */
  width?: string;
  /** The same as classes, for a width that depends on the window's. */
  widthClass?: string;
  group: (group: G) => ReactNode;
  line: (line: L) => ReactNode;
  /** Makes the groups sortable by this column. */
  compare?: (a: G, b: G) => number;
  /** Its title is for screen readers only. */
  hideTitle?: boolean;
  isNumber?: boolean;
}

interface Props<G, L> {
  label: string;
  groups: readonly TreeGroup<G, L>[];
  /** The first one names its row. */
  columns: readonly TreeColumn<G, L>[];
  /** Every group is open: what was looked for is inside. */
  allOpen?: boolean;
  groupHeight?: number;
  lineHeight?: number;
}

/** From how many rows on only those in sight are in the document. */
const many = 150;

type Item<G, L> =
  | { kind: "group"; key: string; group: TreeGroup<G, L>; isOpen: boolean }
  | { kind: "line"; key: string; data: L; isLast: boolean };

/** A table whose rows open to show those inside them. */
export function TreeTable<G, L>({
  label,
  groups,
  columns,
  allOpen = false,
  groupHeight = 50,
  lineHeight = 36,
}: Props<G, L>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<Sort | null>(null);
  // What was opened, or closed where everything is open, by hand.
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());

  const items = useMemo(() => {
    const compare = columns.find((c) => c.id === sort?.column)?.compare;
    const sorted = compare
      ? [...groups].sort((a, b) => compare(a.data, b.data) * (sort?.isDown ? -1 : 1))
      : groups;
    return sorted.flatMap((group): Item<G, L>[] => {
      const isOpen = group.lines.length > 0 && turned.has(group.key) !== allOpen;
      const head: Item<G, L> = { kind: "group", key: group.key, group, isOpen };
      if (!isOpen) return [head];
      return [
        head,
        ...group.lines.map(
          (line, i): Item<G, L> => ({
            kind: "line",
            key: `${group.key}\n${line.key}`,
            data: line.data,
            isLast: i === group.lines.length - 1,
          }),
        ),
      ];
    });
  }, [groups, columns, sort, turned, allOpen]);

  const isLong = items.length > many;
  const heightOf = (item: Item<G, L> | undefined) =>
    item?.kind === "line" ? lineHeight : groupHeight;
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => heightOf(items[i]),
    // The same as long as the items are: another one means that all of them are measured anew.
    getItemKey: useCallback((i: number) => items[i]?.key ?? i, [items]),
    overscan: 12,
    enabled: isLong,
  });
  const inSight = virtual.getVirtualItems();
  const from = isLong ? (inSight[0]?.index ?? 0) : 0;
  const to = isLong ? (inSight.at(-1)?.index ?? -1) + 1 : items.length;
  const above = isLong ? (inSight[0]?.start ?? 0) : 0;
  const below = isLong ? virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0) : 0;

  function turn(key: string) {
    setTurned((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }

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
        aria-rowcount={items.length + 1}
        className="w-full min-w-[760px] table-fixed border-collapse"
      >
        <colgroup>
          {columns.map((column) => (
            <col
              key={column.id}
              className={column.widthClass}
              style={column.width ? { width: column.width } : undefined}
            />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-bg text-left text-xs text-dim">
          <tr className="h-7 shadow-[inset_0_-1px_var(--line-soft)]">
            {columns.map((column) => (
              <TableHead
                key={column.id}
                className="first:pl-[46px]"
                column={column}
                sort={sort?.column === column.id ? sort : null}
                onSort={setSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Gap height={above} columns={columns.length} />}
          {items.slice(from, to).map((item, i) => (
            <tr
              key={item.key}
              aria-rowindex={from + i + 2}
              className={cx(
                "hover:bg-hov",
                item.kind === "group" && !item.isOpen && "border-b border-line-soft",
                item.kind === "line" && "bg-group text-sm",
                item.kind === "line" && item.isLast && "border-b border-line-soft",
              )}
              style={{ height: heightOf(item) }}
            >
              {columns.map((column, at) => {
                const Cell = at === 0 ? "th" : "td";
                return (
                  <Cell
                    key={column.id}
                    scope={at === 0 ? "row" : undefined}
                    className={cx(
                      "overflow-hidden px-2 text-left align-middle font-normal first:pl-3 last:pr-[18px]",
                      column.isNumber && "tabular-nums",
                    )}
                  >
                    {item.kind === "line" ? (
                      <div className={cx(at === 0 && "pl-[34px]")}>{column.line(item.data)}</div>
                    ) : at === 0 ? (
                      <Opener group={item.group} isOpen={item.isOpen} onTurn={turn}>
                        {column.group(item.group.data)}
                      </Opener>
                    ) : (
                      column.group(item.group.data)
                    )}
                  </Cell>
                );
              })}
            </tr>
          ))}
          {below > 0 && <Gap height={below} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

interface OpenerProps<G, L> {
  group: TreeGroup<G, L>;
  isOpen: boolean;
  onTurn: (key: string) => void;
  children: ReactNode;
}

function Opener<G, L>({ group, isOpen, onTurn, children }: OpenerProps<G, L>) {
  return (
    <div className="flex min-w-0 items-center gap-2">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-label={group.name}
        disabled={group.lines.length === 0}
        onClick={() => onTurn(group.key)}
        className="ring-in grid size-6 shrink-0 place-items-center rounded-md text-dim enabled:hover:bg-btn-hov enabled:hover:text-tx disabled:opacity-30"
      >
        <Icon
          name="right"
          size={12}
          className={cx("transition-transform", isOpen && "rotate-90")}
        />
      </button>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
