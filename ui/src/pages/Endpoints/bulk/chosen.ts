import type { Row } from "../rows";

/** The selected rows, as the bulk bar and its dialogs need them. */
export interface Chosen {
  rows: readonly Row[];
  /** Rows with an endpoint, and those with none. */
  endpoints: readonly Row[];
  missing: readonly Row[];
  clusters: number;
  /** The number of selected rows that the filters hide. */
  hidden: number;
}

const none: Chosen = { rows: [], endpoints: [], missing: [], clusters: 0, hidden: 0 };

/** The selected rows that still exist. `all` lists the rows of a cluster one after the other. */
export function chosenOf(
  all: readonly Row[],
  shown: readonly Row[],
  selected: ReadonlySet<string>,
): Chosen {
  if (selected.size === 0) return none;
  const isAll = selected.size >= all.length && idsOf(all).every((id) => selected.has(id));
  if (isAll) return { ...partsOf(all), hidden: all.length - shown.length };
  const rows = all.filter((row) => selected.has(row.id));
  let visible = 0;
  if (shown.length === all.length) visible = rows.length;
  else for (const row of shown) if (selected.has(row.id)) visible += 1;
  return { ...partsOf(rows), hidden: rows.length - visible };
}

// Looking at 10,000 rows takes longer than selecting them, so what was found is kept as long as the rows are.
const ids = new WeakMap<readonly Row[], readonly string[]>();
const keys = new WeakMap<readonly Row[], ReadonlySet<string>>();
const parts = new WeakMap<readonly Row[], Omit<Chosen, "hidden">>();

/** The rows' ids. */
export function idsOf(rows: readonly Row[]): readonly string[] {
  const known = ids.get(rows) ?? rows.map((row) => row.id);
  ids.set(rows, known);
  return known;
}

/** The rows' ids, as what is selected. */
export function keysOf(rows: readonly Row[]): ReadonlySet<string> {
  const known = keys.get(rows) ?? new Set(idsOf(rows));
  keys.set(rows, known);
  return known;
}

/** The rows without an endpoint. */
export function missingOf(rows: readonly Row[]): readonly Row[] {
  return partsOf(rows).missing;
}

function partsOf(rows: readonly Row[]): Omit<Chosen, "hidden"> {
  const known = parts.get(rows);
  if (known) return known;
  const endpoints: Row[] = [];
  const missing: Row[] = [];
  // The rows of a cluster come one after the other.
  let clusters = 0;
  let last: unknown = null;
  for (const row of rows) {
    (row.endpoint.kind === "none" ? missing : endpoints).push(row);
    if (row.cluster !== last) clusters += 1;
    last = row.cluster;
  }
  const found = { rows, endpoints, missing, clusters };
  parts.set(rows, found);
  return found;
}
