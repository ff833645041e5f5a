import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { cx } from "./cx";

interface Props<T extends { key: string }> {
  label: string;
  items: readonly T[];
  /** The estimated height of an item in pixels; it is measured once the item is visible. */
  estimate: (item: T) => number;
  children: (item: T) => ReactNode;
  /** Called after each render while the last item is visible; the caller limits its own requests. */
  onEnd?: () => void;
  className?: string;
}

/** A list of any length with items of different heights. Only visible items are in the document. */
export function VirtualList<T extends { key: string }>({
  label,
  items,
  estimate,
  children,
  onEnd,
  className,
}: Props<T>) {
  const scroller = useRef<HTMLUListElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => {
      const item = items[i];
      return item === undefined ? 0 : estimate(item);
    },
    // Stable while the items are the same: a new function has all of them measured again.
    getItemKey: useCallback((i: number) => items[i]?.key ?? i, [items]),
    overscan: 6,
    initialRect: { width: 800, height: 640 },
  });
  const inSight = virtual.getVirtualItems();
  const isAtEnd = (inSight.at(-1)?.index ?? -1) >= items.length - 1;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  });
  return (
    <ul
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={cx("ring-in relative overflow-y-auto", className)}
    >
      {inSight.map((line) => {
        const item = items[line.index];
        if (item === undefined) return null;
        return (
          <li
            key={line.key}
            ref={virtual.measureElement}
            aria-posinset={line.index + 1}
            aria-setsize={items.length}
            data-index={line.index}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${line.start}px)` }}
          >
            {children(item)}
          </li>
        );
      })}
      {/* Gives the list the height of all its items. */}
      <li aria-hidden="true" style={{ height: virtual.getTotalSize() }} />
    </ul>
  );
}
