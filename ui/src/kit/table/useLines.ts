import {
  defaultRangeExtractor,
  observeElementRect,
  type Range,
  useVirtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useMemo, useRef } from "react";
import { type Line, lastUpTo } from "./lines";

export const headHeight = 28;

interface Options<T> {
  scroller: RefObject<HTMLDivElement | null>;
  lines: readonly Line<T>[];
  heightOf: (row: T) => number;
  /** The line that stays in the document, to keep the focus. */
  current: number;
  /** A row that opens stays in sight above those inside. */
  isSticky: boolean;
}

/** The lines in sight: only they are in the document. */
export function useLines<T>({ scroller, lines, heightOf, current, isSticky }: Options<T>) {
  const parents = useMemo(
    () => (isSticky ? lines.flatMap((line, i) => (line.isOpen === null ? [] : [i])) : []),
    [lines, isSticky],
  );
  const sticky = useRef(-1);
  const parent = parents[0] === undefined ? undefined : lines[parents[0]];
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => {
      const line = lines[i];
      return line === undefined ? 0 : heightOf(line.row);
    },
    // The same function as long as the lines are the same: another one has all of them measured again.
    getItemKey: useCallback((i: number) => lines[i]?.key ?? i, [lines]),
    overscan: 10,
    rangeExtractor: useCallback(
      (range: Range) => {
        sticky.current = lastUpTo(parents, range.startIndex);
        const wanted = new Set(defaultRangeExtractor(range));
        if (sticky.current >= 0) wanted.add(sticky.current);
        if (current < range.count) wanted.add(current);
        return [...wanted].sort((a, b) => a - b);
      },
      [parents, current],
    ),
    scrollMargin: headHeight,
    // What the head and a sticky row cover is out of sight.
    scrollPaddingStart: headHeight + (parent ? heightOf(parent.row) : 0),
    initialRect: { width: 1000, height: 800 },
    // Without a layout (a test, a table out of sight) the last known size counts: a height of 0 has no lines.
    observeElementRect: (instance, changed) =>
      observeElementRect(instance, (rect) => {
        if (rect.height > 0) changed(rect);
      }),
  });
  const items = virtual.getVirtualItems();
  return { virtual, items, sticky: sticky.current };
}
