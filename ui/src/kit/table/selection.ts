import type { Ticked } from "../Tick";
import type { Line, Lines } from "./lines";

export interface Selection {
  selected: ReadonlySet<string>;
  /** The key of the line where a range starts. */
  anchor: string | null;
  /** What was selected before the range, so that a range can shrink again. */
  before: ReadonlySet<string>;
}

export const noSelection: Selection = { selected: new Set(), anchor: null, before: new Set() };

type AnyLine = Pick<Line<unknown>, "key" | "isOpen" | "inside">;

/** The keys that a line stands for: a row that opens stands for the rows inside. */
function keysOf(line: AnyLine): readonly string[] {
  return line.isOpen === null ? [line.key] : line.inside;
}

/** Selects a line, or deselects it if all of it is selected. */
export function toggle(selection: Selection, line: AnyLine): Selection {
  const keys = keysOf(line);
  const selected = new Set(selection.selected);
  const isIn = keys.every((key) => selected.has(key));
  for (const key of keys) isIn ? selected.delete(key) : selected.add(key);
  return { selected, anchor: line.key, before: selected };
}

/** Selects the lines between the anchor and `to`. `from` becomes the anchor if there is none. */
export function extend<T>(
  selection: Selection,
  lines: Lines<T>,
  from: number,
  to: number,
): Selection {
  const anchorAt = selection.anchor === null ? -1 : lines.indexOf(selection.anchor);
  const start = anchorAt >= 0 ? anchorAt : from;
  const selected = new Set(selection.before);
  for (let at = Math.min(start, to); at <= Math.max(start, to); at++) {
    const line = lines.at(at);
    // The rows inside an open row have their own lines.
    if (!line || line.isOpen) continue;
    for (const key of keysOf(line)) selected.add(key);
  }
  return { selected, anchor: lines.at(start)?.key ?? null, before: selection.before };
}

export function addAll(selection: Selection, keys: ReadonlySet<string>): Selection {
  if (selection.selected.size === 0) return { ...selection, selected: keys, before: keys };
  const selected = new Set(selection.selected);
  for (const key of keys) selected.add(key);
  return { selected, anchor: selection.anchor, before: selected };
}

export function removeAll(selection: Selection, keys: Iterable<string>): Selection {
  const selected = new Set(selection.selected);
  for (const key of keys) selected.delete(key);
  return { selected, anchor: selection.anchor, before: selected };
}

/** How much of a line is selected. */
export function tickedOf(line: AnyLine, selected: ReadonlySet<string>): Ticked {
  if (selected.size === 0) return "none";
  let n = 0;
  const keys = keysOf(line);
  for (const key of keys) if (selected.has(key)) n += 1;
  if (n === 0) return "none";
  return n === keys.length ? "all" : "some";
}
