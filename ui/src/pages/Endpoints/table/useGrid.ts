import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { hasSelectedText, isCopyKey } from "../../../parts/copyKey";
import { heights, type Item } from "./items";

interface Options {
  items: readonly Item[];
  /** The line that the keyboard begins at, by its key. */
  startKey: string | undefined;
  onOpen: (item: Item) => void;
  onFold: (item: Item, open: boolean) => void;
  onCopy: (item: Item) => void;
  /** Space takes the current line in or out. */
  onToggle: (item: Item) => void;
  /** Shift with a key that moves takes in the lines from one index to another. */
  onExtend: (from: number, to: number) => void;
}

/** The table's lines as far as they are in sight, and the keys that move through all of them. */
export function useGrid({ items, startKey, onOpen, onFold, onCopy, onToggle, onExtend }: Options) {
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string | undefined>(startKey);
  const wantsFocus = useRef(false);
  const chosenAt = useMemo(
    () => (chosen === undefined ? -1 : items.findIndex((item) => item.key === chosen)),
    [items, chosen],
  );
  const headings = useMemo(
    () => items.flatMap((item, i) => (item.kind === "group" ? [i] : [])),
    [items],
  );
  const current = Math.max(0, chosenAt);
  const sticky = useRef(-1);

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => heights[items[i]?.kind ?? "row"],
    // The same as long as the lines are: another one means that all of them are measured anew.
    getItemKey: useCallback((i: number) => items[i]?.key ?? i, [items]),
    overscan: 10,
    // A heading stays in sight above its rows, and the current line stays in the document to keep the focus.
    rangeExtractor: useCallback(
      (range: Range) => {
        sticky.current = lastUpTo(headings, range.startIndex);
        const wanted = new Set(defaultRangeExtractor(range));
        if (sticky.current >= 0) wanted.add(sticky.current);
        if (current < range.count) wanted.add(current);
        return [...wanted].sort((a, b) => a - b);
      },
      [headings, current],
    ),
    scrollPaddingStart: heights.group,
    initialRect: { width: 1000, height: 800 },
  });

  useEffect(() => {
    if (!wantsFocus.current) return;
    const line = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    if (!line) return;
    wantsFocus.current = false;
    line.focus({ preventScroll: true });
  });

  function go(to: number) {
    const at = Math.max(0, Math.min(items.length - 1, to));
    const item = items[at];
    if (!item) return;
    wantsFocus.current = true;
    setChosen(item.key);
    virtual.scrollToIndex(at, { align: "auto" });
  }

  /** Copies from the line in which the focus is, on itself or on one of its buttons. */
  function onCopyKey(event: KeyboardEvent) {
    if (hasSelectedText() || !(event.target instanceof HTMLElement)) return;
    const line = event.target.closest<HTMLElement>("[data-index]");
    const item = items[Number(line?.dataset.index)];
    if (!item) return;
    event.preventDefault();
    onCopy(item);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isCopyKey(event)) return onCopyKey(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target instanceof HTMLElement) || event.target.dataset.index === undefined) return;
    const item = items[current];
    if (!item) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / heights.row) - 2);
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: items.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      if (event.shiftKey) onExtend(current, Math.max(0, Math.min(items.length - 1, to)));
      go(to);
    } else if (event.key === "Enter") onOpen(item);
    else if (event.key === " " && event.shiftKey) onExtend(current, current);
    else if (event.key === " ") onToggle(item);
    else if (event.key === "ArrowRight" && item.kind === "group")
      item.isOpen ? go(current + 1) : onFold(item, true);
    else if (event.key === "ArrowLeft" && item.kind === "group") onFold(item, false);
    else if (event.key === "ArrowLeft") go(lastUpTo(headings, current));
    else if (event.key === "c") onCopy(item);
    else return;
    event.preventDefault();
  }

  /** Puts the focus on the current line: from the search field, or when the panel closes. */
  const focus = useCallback((key?: string) => {
    wantsFocus.current = true;
    if (key !== undefined) setChosen(key);
    else setChosen((now) => now);
    const at = scroller.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]');
    if (key === undefined && at) {
      wantsFocus.current = false;
      at.focus({ preventScroll: true });
    }
  }, []);

  return {
    scroller,
    virtual,
    current,
    sticky: sticky.current,
    onKeyDown,
    choose: setChosen,
    focus,
  };
}

/** The last of ascending numbers that is not above the limit; -1: none. */
function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? -1;
}
