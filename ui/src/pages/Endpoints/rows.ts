import type { Cluster, Endpoint, OwnerNames, PrincipalView, Region, Snapshot } from "../../ipc";
import {
  detailsOf,
  isUnread,
  principalsOf,
  type StateView,
  serviceNameOf,
  stateOf,
} from "../../parts/endpointState";
import { nameOf } from "../../parts/ownerNames";
import { cloudName } from "../../parts/words";
import { type EndpointsSearch, type FacetName, facetNames } from "./search";

/** One region of one cluster, with what the table shows and the search looks through. */
export interface Row {
  id: string;
  cluster: Cluster;
  region: Region;
  endpoint: Endpoint;
  state: StateView;
  vpcName: string | null;
  serviceName: string | null;
  host: string | null;
  /** Empty if `isUnread`; that doesn't mean that nobody may connect. */
  principals: readonly PrincipalView[];
  isUnread: boolean;
  /** Null until the details have been read. */
  zones: number | null;
  connections: number | null;
}

/** A cluster and those of its rows that match the filters. */
export interface Group {
  cluster: Cluster;
  rows: readonly Row[];
}

// Snapshots share the objects that didn't change, so a cluster's rows are built once.
const made = new WeakMap<Cluster, readonly Row[]>();

export function rowsOf(snapshot: Snapshot): Row[] {
  return snapshot.clusters.flatMap((cluster) => {
    const known = made.get(cluster);
    if (known) return known;
    const rows = cluster.regions.map((region) => makeRow(cluster, region));
    made.set(cluster, rows);
    return rows;
  });
}

function makeRow(cluster: Cluster, region: Region): Row {
  const { endpoint } = region;
  const vpcAt = region.vpcId === null ? -1 : cluster.vpcIds.indexOf(region.vpcId);
  const vpcName = vpcAt >= 0 ? (cluster.vpcNames[vpcAt] ?? region.vpcId) : region.vpcId;
  const details = detailsOf(endpoint);
  const known = details?.kind === "known" ? details : null;
  const principals = principalsOf(endpoint);
  const state = stateOf(region);
  const serviceName = serviceNameOf(endpoint);
  const host = endpoint.kind === "present" ? endpoint.host : null;
  return {
    id: region.id,
    cluster,
    region,
    endpoint,
    state,
    vpcName,
    serviceName,
    host,
    principals,
    isUnread: isUnread(endpoint),
    zones: known ? known.zones.length : null,
    connections: known?.connections?.length ?? null,
  };
}

// Built on the first search that looks at the row, and again once owners have other names.
const haystacks = new WeakMap<Row, { names: OwnerNames; text: string }>();

function haystackOf(row: Row, names: OwnerNames): string {
  const known = haystacks.get(row);
  if (known?.names === names) return known.text;
  const text = makeHaystack(row, names);
  haystacks.set(row, { names, text });
  return text;
}

function makeHaystack({ cluster, region, endpoint, ...row }: Row, names: OwnerNames): string {
  const details = detailsOf(endpoint);
  const known = details?.kind === "known" ? details : null;
  return [
    cluster.name,
    cluster.id,
    cloudName(region.cloud),
    cluster.state,
    region.region,
    region.id,
    row.state.label,
    row.vpcName,
    row.serviceName,
    row.host,
    endpoint.kind === "present" ? endpoint.pseId : null,
    ...row.principals.flatMap((p) => [p.text, p.short, nameOf(names, p)]),
    ...(known ? [...known.zones, ...(known.connections ?? [])] : []),
    ...region.otherHosts.map((h) => h.host),
  ]
    .filter((part) => part !== null)
    .join("\n")
    .toLowerCase();
}

/** The kinds of findings about each region, by region id. */
export type FoundAt = ReadonlyMap<string, readonly string[]>;

const nothing: readonly string[] = [];

/** The values of a facet that a row has. */
function facetValues(row: Row, facet: FacetName, found: FoundAt): readonly string[] {
  switch (facet) {
    case "cloud":
      return [row.region.cloud];
    case "state":
      return [stateFacet(row)];
    case "vpc":
      return row.region.vpcId === null ? [] : [row.region.vpcId];
    case "principal":
      return row.principals.map((p) => p.text);
    case "finding":
      return found.get(row.id) ?? nothing;
  }
}

/** The state as the filter names it, without the ellipsis of a state in progress. */
export function stateFacet(row: Row): string {
  return row.state.label.replace("…", "");
}

type Wanted = { names: OwnerNames; words: string[]; facets: [FacetName, Set<string>][] };

function wanted(search: EndpointsSearch, names: OwnerNames): Wanted {
  return {
    names,
    words: (search.q ?? "").toLowerCase().split(/\s+/).filter(Boolean),
    facets: facetNames.flatMap((name): [FacetName, Set<string>][] => {
      const chosen = search[name];
      return chosen && chosen.length > 0 ? [[name, new Set(chosen)]] : [];
    }),
  };
}

function passes(row: Row, want: Wanted, found: FoundAt, besides?: FacetName): boolean {
  const { words, facets } = want;
  if (words.length > 0) {
    const haystack = haystackOf(row, want.names);
    if (!words.every((word) => haystack.includes(word))) return false;
  }
  return facets.every(
    ([name, chosen]) =>
      name === besides || facetValues(row, name, found).some((v) => chosen.has(v)),
  );
}

const noNames: OwnerNames = {};

/** The rows that match the search, in the given order. */
export function filterRows(
  rows: readonly Row[],
  search: EndpointsSearch,
  found: FoundAt,
  names = noNames,
): Row[] {
  const want = wanted(search, names);
  return rows.filter((row) => passes(row, want, found));
}

/** A facet's values, each with the number of rows it would leave given all other filters. */
export function facetCounts(
  rows: readonly Row[],
  search: EndpointsSearch,
  found: FoundAt,
  facet: FacetName,
  names = noNames,
): Map<string, number> {
  const want = wanted(search, names);
  const counts = new Map<string, number>(search[facet]?.map((v) => [v, 0]));
  for (const row of rows) {
    if (!passes(row, want, found, facet)) continue;
    for (const value of facetValues(row, facet, found))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

export const sortable = [
  "cluster",
  "region",
  "state",
  "service",
  "host",
  "principals",
  "zones",
  "connections",
] as const;
export type SortColumn = (typeof sortable)[number];
export interface Sort {
  column: SortColumn;
  descending: boolean;
}

export function parseSort(text: string | undefined): Sort {
  const descending = text?.startsWith("-") ?? false;
  const column = sortable.find((c) => c === (descending ? text?.slice(1) : text));
  return column ? { column, descending } : { column: "cluster", descending: false };
}

// Shared: creating a collator is far slower than comparing with it.
const names = new Intl.Collator("en", { numeric: true });

/** The rows in the table's order. Sorted before filtering, so that a keystroke in the search doesn't sort. */
export function sortRows(rows: readonly Row[], sort: Sort): readonly Row[] {
  const rank = ranks(rows.map((row) => row.cluster.name));
  const byCluster = (a: Row, b: Row) =>
    (rank.get(a.cluster.name) ?? 0) - (rank.get(b.cluster.name) ?? 0);
  const way = sort.descending ? -1 : 1;
  if (sort.column === "cluster") return [...rows].sort((a, b) => way * byCluster(a, b));
  const value = measureOf(rows, sort.column);
  return [...rows].sort((a, b) => way * (value(a) - value(b)) || byCluster(a, b));
}

/** Rows grouped by cluster. A group takes the place of its first row. */
export function groupRows(rows: readonly Row[]): Group[] {
  const groups = new Map<Cluster, Row[]>();
  for (const row of rows) {
    const known = groups.get(row.cluster);
    if (known) known.push(row);
    else groups.set(row.cluster, [row]);
  }
  return [...groups].map(([cluster, own]) => ({ cluster, rows: own }));
}

/** The number that a column sorts by. */
function measureOf(
  rows: readonly Row[],
  column: Exclude<SortColumn, "cluster">,
): (row: Row) => number {
  const text = {
    region: (r: Row) => r.region.region,
    state: (r: Row) => r.state.label,
    service: (r: Row) => r.serviceName ?? "",
    host: (r: Row) => r.host ?? "",
  };
  switch (column) {
    case "region":
    case "state":
    case "service":
    case "host": {
      const rank = ranks(rows.map(text[column]));
      return (row) => rank.get(text[column](row)) ?? 0;
    }
    case "principals":
      return (row) => (row.isUnread ? -1 : row.principals.length);
    case "zones":
      return (row) => row.zones ?? -1;
    case "connections":
      return (row) => row.connections ?? -1;
  }
}

/** The rank of each text in sorted order. */
function ranks(texts: readonly string[]): Map<string, number> {
  const sorted = [...new Set(texts)].sort(names.compare);
  return new Map(sorted.map((text, at) => [text, at]));
}

/** Counts the endpoints and clusters in the rows. */
export function tally(rows: readonly Row[]): { endpoints: number; clusters: number } {
  const clusters = new Set<Cluster>();
  let endpoints = 0;
  for (const row of rows) {
    clusters.add(row.cluster);
    if (row.endpoint.kind !== "none") endpoints += 1;
  }
  return { endpoints, clusters: clusters.size };
}
