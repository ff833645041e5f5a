import type { Cloud, PrincipalView } from "../../../ipc";
import { byName } from "../../../parts/order";
import type { Row } from "../rows";

/** A principal, and how many of the selected endpoints list it. */
export interface Listed {
  principal: PrincipalView;
  on: number;
}

/** Every principal on the rows, most frequent first. */
export function listedOn(rows: readonly Row[]): Listed[] {
  const found = new Map<string, Listed>();
  for (const row of rows) {
    for (const principal of row.principals) {
      const known = found.get(principal.text);
      if (known) known.on += 1;
      else found.set(principal.text, { principal, on: 1 });
    }
  }
  return [...found.values()].sort(
    (a, b) => b.on - a.on || byName(a.principal.text, b.principal.text),
  );
}

/** Only AWS and Azure have principals. */
export type LinkCloud = "aws" | "azure";

/** The clouds that can have principals, each with its rows; most rows first. */
export function cloudsOf(rows: readonly Row[]): { cloud: LinkCloud; rows: Row[] }[] {
  const of = (cloud: Cloud) => rows.filter((row) => row.region.cloud === cloud);
  const clouds: { cloud: LinkCloud; rows: Row[] }[] = [
    { cloud: "aws", rows: of("aws") },
    { cloud: "azure", rows: of("azure") },
  ];
  return clouds.filter((c) => c.rows.length > 0).sort((a, b) => b.rows.length - a.rows.length);
}

export const rowName = (row: Row) => `${row.cluster.name} ${row.region.region}`;
export const idsOfRows = (rows: readonly Row[]) => rows.map((row) => row.id);
export const clustersOf = (rows: readonly Row[]) => new Set(rows.map((r) => r.cluster.id)).size;
