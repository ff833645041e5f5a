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
  ids: ReadonlySet<string>,
): Chosen {
  if (ids.size === 0) return none;
  const rows = all.filter((row) => ids.has(row.id));
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
  let visible = 0;
  if (shown.length === all.length) visible = rows.length;
  else for (const row of shown) if (ids.has(row.id)) visible += 1;
  return { rows, endpoints, missing, clusters, hidden: rows.length - visible };
}
