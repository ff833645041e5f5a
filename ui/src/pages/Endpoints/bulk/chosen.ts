import type { Row } from "../rows";

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
