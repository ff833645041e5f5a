import {
  defaultRangeExtractor,
  observeElementRect,
  type Range,
  useVirtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useRef } from "react";
import type { Lines } from "./lines";

export const headHeight = 28;

interface Options<T> {
  scroller: RefObject<HTMLDivElement | null>;
  lines: Lines<T>;
  /** The index of the current line. It stays in the document to keep the focus. */
  current: number;
  /** Rows that open stay visible above those inside. */
  isSticky: boolean;
}

/** The visible lines: only they are in the document. */
export function useLines<T>({ scroller, lines, current, isSticky }: Options<T>) {
  const last = useRef(lines.heights);
  if (!isSame(last.current, lines.heights)) last.current = lines.heights;
  const heights = last.current;
  const sticky = useRef(-1);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => heights[i] ?? 0,
    // A new function has all lines measured again, so it stays the same while they have the same heights.
    // biome-ignore lint/correctness/useExhaustiveDependencies: see above
    getItemKey: useCallback((i: number) => i, [heights]),
    // Few: each of them costs a keystroke in the search as much as a line that is seen.
    overscan: 4,
    rangeExtractor: useCallback(
      (range: Range) => {
        sticky.current = isSticky ? lines.opener(range.startIndex) : -1;
        const wanted = new Set(defaultRangeExtractor(range));
        if (sticky.current >= 0) wanted.add(sticky.current);
        if (current < range.count) wanted.add(current);
        return [...wanted].sort((a, b) => a - b);
      },
      [lines, isSticky, current],
    ),
    scrollMargin: headHeight,
    // The header and a sticky row cover this much of the view.
    scrollPaddingStart: headHeight + (isSticky ? (heights[0] ?? 0) : 0),
    initialRect: { width: 1000, height: 800 },
    // A height of 0 (no layout in a test, a hidden table) would render no lines: keep the last known size.
    observeElementRect: (instance, changed) =>
      observeElementRect(instance, (rect) => {
        if (rect.height > 0) changed(rect);
      }),
  });
  const items = virtual.getVirtualItems();
  return { virtual, items, sticky: sticky.current };
}

function isSame(before: Uint16Array, after: Uint16Array): boolean {
  return before.length === after.length && before.every((height, i) => height === after[i]);
}
