import type { Row } from "../rows";
import type { Item } from "../table/items";

/** The chosen regions' ids, and where a range would begin. */
export interface Selection {
  chosen: ReadonlySet<string>;
  /** The line that a range is counted from, by its key. */
  anchor: string | null;
  /** What was chosen before the range: a range that shrinks lets its lines go again. */
  before: ReadonlySet<string>;
}

export const nothing: Selection = { chosen: new Set(), anchor: null, before: new Set() };

/** The region ids that a line stands for: a heading stands for its cluster's rows that are shown. */
export function idsOf(item: Item): string[] {
  return item.kind === "row" ? [item.row.id] : item.group.rows.map((row) => row.id);
}

/** Takes a line in, or, where all of it is in already, out. */
export function toggle(selection: Selection, item: Item): Selection {
  const ids = idsOf(item);
  const chosen = new Set(selection.chosen);
  const isIn = ids.every((id) => chosen.has(id));
  for (const id of ids) isIn ? chosen.delete(id) : chosen.add(id);
  return { chosen, anchor: item.key, before: chosen };
}

/** Takes in what lies between the anchor and a line. */
export function extend(
  selection: Selection,
  items: readonly Item[],
  from: number,
  to: number,
): Selection {
  const anchorAt =
    selection.anchor === null ? -1 : items.findIndex((i) => i.key === selection.anchor);
  const start = anchorAt >= 0 ? anchorAt : from;
  const chosen = new Set(selection.before);
  for (let at = Math.min(start, to); at <= Math.max(start, to); at++) {
    const item = items[at];
    if (!item) continue;
    // An open heading's rows are lines of their own.
    if (item.kind === "group" && item.isOpen) continue;
    for (const id of idsOf(item)) chosen.add(id);
  }
  return { chosen, anchor: items[start]?.key ?? null, before: selection.before };
}

/** Takes in all of these rows. */
export function addAll(selection: Selection, rows: readonly Row[]): Selection {
  const chosen = new Set(selection.chosen);
  for (const row of rows) chosen.add(row.id);
  return { chosen, anchor: selection.anchor, before: chosen };
}

/** Lets all of these rows go. */
export function dropAll(selection: Selection, rows: readonly Row[]): Selection {
  const chosen = new Set(selection.chosen);
  for (const row of rows) chosen.delete(row.id);
  return { chosen, anchor: selection.anchor, before: chosen };
}

/** What is chosen, as the bulk bar and its dialogs need it. */
export interface Chosen {
  rows: readonly Row[];
  /** Rows with an endpoint, and regions without one. */
  endpoints: readonly Row[];
  missing: readonly Row[];
  clusters: number;
  /** How many of the rows the filter hides. */
  hidden: number;
}

/** The rows that are chosen and still there. */
export function chosenOf(
  all: readonly Row[],
  shown: readonly Row[],
  ids: ReadonlySet<string>,
): Chosen {
  const rows = ids.size === 0 ? [] : all.filter((row) => ids.has(row.id));
  const endpoints: Row[] = [];
  const missing: Row[] = [];
  const clusters = new Set<string>();
  for (const row of rows) {
    (row.endpoint.kind === "none" ? missing : endpoints).push(row);
    clusters.add(row.cluster.id);
  }
  let visible = 0;
  if (rows.length > 0) for (const row of shown) if (ids.has(row.id)) visible += 1;
  return { rows, endpoints, missing, clusters: clusters.size, hidden: rows.length - visible };
}
