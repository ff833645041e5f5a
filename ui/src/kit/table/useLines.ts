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
  /** The index of the current line. It stays in the document to keep the focus. */
  current: number;
  /** Rows that open stay visible above those inside. */
  isSticky: boolean;
}

/** The visible lines: only they are in the document. */
export function useLines<T>({ scroller, lines, heightOf, current, isSticky }: Options<T>) {
  const parents = useMemo(() => {
    const found: number[] = [];
    if (!isSticky) return found;
    lines.forEach((line, i) => {
      if (line.isOpen !== null) found.push(i);
    });
    return found;
  }, [lines, isSticky]);
  const last = useRef(lines);
  if (!isMeasuredAlike(last.current, lines, heightOf)) last.current = lines;
  const measured = last.current;
  const sticky = useRef(-1);
  const parent = parents[0] === undefined ? undefined : lines[parents[0]];
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => {
      const line = lines[i];
      return line === undefined ? 0 : heightOf(line.row);
    },
    // Stable while the lines have the same keys and heights: a new function has all of them measured again.
    getItemKey: useCallback((i: number) => measured[i]?.key ?? i, [measured]),
    // Few: each of them costs a keystroke in the search as much as a line that is seen.
    overscan: 4,
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
    // The header and a sticky row cover this much of the view.
    scrollPaddingStart: headHeight + (parent ? heightOf(parent.row) : 0),
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

function isMeasuredAlike<T>(
  before: readonly Line<T>[],
  lines: readonly Line<T>[],
  heightOf: (row: T) => number,
): boolean {
  if (before === lines) return true;
  if (before.length !== lines.length) return false;
  return lines.every((line, i) => {
    const old = before[i];
    return (
      old === line ||
      (old?.key === line.key && (old.row === line.row || heightOf(old.row) === heightOf(line.row)))
    );
  });
}
