import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { hasSelectedText, isCopyKey } from "../copyKey";
import type { Line, Lines } from "./lines";

interface Options<T> {
  scroller: RefObject<HTMLDivElement | null>;
  lines: Lines<T>;
  current: number;
  setCurrent: (key: string) => void;
  scrollTo: (index: number) => void;
  /** The number of lines that fit into the view. */
  page: () => number;
  /** Whether a row has a heading instead of cells. */
  isHeading: (row: T) => boolean;
  onEnter: (line: Line<T>) => void;
  onTurn: (line: Line<T>, open: boolean) => void;
  /** Called on Space. */
  onToggle?: (line: Line<T>) => void;
  /** Called when Shift with a navigation key extends the selection. */
  onExtend?: (from: number, to: number) => void;
  onCopy?: (line: Line<T>) => void;
  onMenu?: (line: Line<T>, at: HTMLElement) => void;
}

/** The controls in a cell that take the focus. */
const controls = "button, a[href], input, [role=button]";

/**
 * Keyboard navigation of the grid. The focus is on a row or, after arrow right, on the controls in its cells; a
 * cell without controls takes the focus itself.
 */
export function useKeys<T>(options: Options<T>) {
  const { scroller, lines, current, setCurrent, scrollTo } = options;
  // The pending focus, until the line is in the document.
  const wanted = useRef<{ column: string | null } | null>(null);
  const [, draw] = useState(0);

  useEffect(() => {
    if (!wanted.current) return;
    const line = lineAt(scroller.current, current);
    if (!line) return;
    const { column } = wanted.current;
    wanted.current = null;
    const cell = column === null ? null : line.querySelector(`[aria-colindex="${column}"]`);
    (stopsOf(cell)[0] ?? line).focus({ preventScroll: true });
  });

  function go(to: number, column: string | null = null) {
    const at = Math.max(0, Math.min(lines.length - 1, to));
    const line = lines.at(at);
    if (!line) return;
    wanted.current = { column };
    setCurrent(line.key);
    draw((n) => n + 1);
    scrollTo(at);
  }

  function onKeyDown(event: KeyboardEvent) {
    const { target, currentTarget } = event;
    // React events also bubble from popovers that a cell opened: those are elsewhere in the document.
    if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return;
    const row = target.closest<HTMLElement>("[data-index]");
    const at = Number(row?.dataset.index);
    const line = lines.at(at);
    if (!row || !line || takesKeys(target)) return;
    if (isCopyKey(event)) {
      if (!options.onCopy || hasSelectedText()) return;
      options.onCopy(line);
      event.preventDefault();
      return;
    }
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      if (!options.onMenu) return;
      options.onMenu(line, target);
      event.preventDefault();
      return;
    }
    if (event.metaKey || event.altKey) return;
    const handled = target === row ? inRow(event, line, at, row) : inCell(event, at, row, target);
    if (handled) event.preventDefault();
  }

  /** The target of a key that moves from line to line. */
  function moved(key: string, at: number): number | undefined {
    const page = options.page();
    switch (key) {
      case "ArrowDown":
        return at + 1;
      case "ArrowUp":
        return at - 1;
      case "PageDown":
        return at + page;
      case "PageUp":
        return at - page;
      case "Home":
        return 0;
      case "End":
        return lines.length - 1;
      default:
        return undefined;
    }
  }

  function inRow(event: KeyboardEvent, line: Line<T>, at: number, row: HTMLElement): boolean {
    const { onToggle, onExtend, onCopy } = options;
    if (event.ctrlKey && event.key !== "Home" && event.key !== "End") return false;
    const to = moved(event.key, at);
    const canOpen = line.inside.length > 0;
    if (to !== undefined) {
      if (event.shiftKey) onExtend?.(at, Math.max(0, Math.min(lines.length - 1, to)));
      go(to);
    } else if (event.key === "Enter") options.onEnter(line);
    else if (event.key === " " && event.shiftKey && onExtend) onExtend(at, at);
    else if (event.key === " " && onToggle) onToggle(line);
    else if (event.key === "ArrowRight" && canOpen && !line.isOpen) options.onTurn(line, true);
    else if (event.key === "ArrowRight" && line.isOpen && options.isHeading(line.row)) go(at + 1);
    else if (event.key === "ArrowRight") stopsOf(row)[0]?.focus();
    else if (event.key === "ArrowLeft" && line.isOpen) options.onTurn(line, false);
    else if (event.key === "ArrowLeft" && line.level === 2) go(parentOf(at));
    else if (event.key === "c" && onCopy) onCopy(line);
    else return event.key === "ArrowLeft";
    return true;
  }

  function parentOf(at: number): number {
    return Math.max(0, lines.opener(at));
  }

  function inCell(event: KeyboardEvent, at: number, row: HTMLElement, from: HTMLElement): boolean {
    const stops = stopsOf(row);
    const here = stops.findIndex((stop) => stop === from || stop.contains(from));
    const column = from.closest("[aria-colindex]")?.getAttribute("aria-colindex") ?? null;
    const moves: Record<string, HTMLElement | undefined> = {
      ArrowRight: stops[here + 1],
      ArrowLeft: here > 0 ? stops[here - 1] : row,
      Home: stops[0],
      End: stops.at(-1),
    };
    if (!event.ctrlKey && event.key in moves) {
      moves[event.key]?.focus();
      return true;
    }
    const to = moved(event.key, at);
    if (to === undefined) return false;
    go(to, column);
    return true;
  }

  /** Focuses the line with this key, or the current one. */
  const focus = useCallback(
    (key?: string) => {
      wanted.current = { column: null };
      if (key !== undefined) setCurrent(key);
      draw((n) => n + 1);
    },
    [setCurrent],
  );

  return { onKeyDown, focus };
}

function lineAt(scroller: HTMLElement | null, index: number): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null;
}

/** What can take the focus in a row or cell, from left to right. */
function stopsOf(root: Element | null): HTMLElement[] {
  if (!root) return [];
  const cells = root.matches("[aria-colindex]")
    ? [root]
    : [...root.querySelectorAll("[aria-colindex]")];
  return cells.flatMap((cell) => {
    const inside = [...cell.querySelectorAll<HTMLElement>(controls)].filter(
      (control) => !control.matches(":disabled"),
    );
    return inside.length > 0 ? inside : cell instanceof HTMLElement ? [cell] : [];
  });
}

/** Whether the target needs the arrow keys itself. */
function takesKeys(target: HTMLElement): boolean {
  return target.matches("input, textarea, select, [contenteditable=true]");
}
