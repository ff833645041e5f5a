import type { Cluster, Endpoint, OwnerNames, PrincipalView, Region, Snapshot } from "../../ipc";
import {
  detailsOf,
  isUnread,
  principalsOf,
  type StateView,
  serviceNameOf,
  stateOf,
} from "../../parts/endpointState";
import { byName } from "../../parts/order";
import { nameOf } from "../../parts/ownerNames";
import { cloudName, cloudNames, count } from "../../parts/words";
import { type EndpointsSearch, type FacetName, facetNames } from "./search";
import { texts } from "./texts";

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

/** What a cluster's heading says about it. */
export function factsOf({ cluster, rows }: Group): string {
  const regions = count(cluster.regions.length, "region");
  const facts = [
    cloudNames(cluster.clouds),
    cluster.vpcNames.join(", "),
    rows.length < cluster.regions.length ? `${rows.length} of ${regions}` : regions,
    cluster.isProduction && texts.row.production,
  ];
  return facts.filter(Boolean).join(" · ");
}

/** Rows as the table lists them. */
export interface Listing {
  rows: readonly Row[];
  groups: readonly Group[];
  /** How many of the rows have an endpoint. */
  endpoints: number;
}

// Snapshots share the objects that didn't change, so a cluster's rows are built once.
const made = new WeakMap<Cluster, { group: Group; endpoints: number }>();

/** All rows of a cluster. */
function wholeOf(cluster: Cluster): { group: Group; endpoints: number } {
  const known = made.get(cluster);
  if (known) return known;
  const rows = cluster.regions.map((region) => makeRow(cluster, region));
  const whole = { group: { cluster, rows }, endpoints: endpointsIn(rows) };
  made.set(cluster, whole);
  return whole;
}

export function rowsOfCluster(cluster: Cluster): readonly Row[] {
  return wholeOf(cluster).group.rows;
}

/** The rows of all clusters in their order. It looks at each cluster once: a change of one among thousands runs it again. */
export function listAll({ clusters }: Pick<Snapshot, "clusters">): Listing {
  const [rows, groups]: [Row[], Group[]] = [[], []];
  let endpoints = 0;
  for (const cluster of clusters) {
    const whole = wholeOf(cluster);
    endpoints += whole.endpoints;
    groups.push(whole.group);
    for (const row of whole.group.rows) rows.push(row);
  }
  return { rows, groups, endpoints };
}

/** Rows in any order, as the table lists them. */
export function listOf(rows: readonly Row[]): Listing {
  return { rows, groups: groupRows(rows), endpoints: endpointsIn(rows) };
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

/** The text that a search looks through: in lower case, each part on a line of its own. */
export function haystackOf(row: Row, names: OwnerNames): string {
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

/** The words that a row has to have. */
export function wordsOf(q: string): string[] {
  return q.toLowerCase().split(/\s+/).filter(Boolean);
}

type Wanted = { names: OwnerNames; words: string[]; facets: [FacetName, Set<string>][] };

function wanted(search: EndpointsSearch, names: OwnerNames): Wanted {
  return {
    names,
    words: wordsOf(search.q ?? ""),
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

/** The listing in the table's order. */
export function sortListing(listing: Listing, sort: Sort): Listing {
  const rows = sortRows(listing.rows, sort);
  if (rows === listing.rows) return listing;
  return { rows, groups: groupRows(rows), endpoints: listing.endpoints };
}

/**
 * The rows in the table's order, given in the order of a snapshot: by cluster. Sorted before filtering, so that a
 * keystroke in the search doesn't sort.
 */
export function sortRows(rows: readonly Row[], sort: Sort): readonly Row[] {
  if (sort.column === "cluster") return sort.descending ? fromTheLast(rows) : rows;
  const way = sort.descending ? -1 : 1;
  const value = measureOf(rows, sort.column);
  // Rows with the same value stay in the order that they have.
  const keyed = rows.map((row) => ({ row, value: way * value(row) }));
  keyed.sort((a, b) => a.value - b.value);
  return keyed.map(({ row }) => row);
}

/** The rows from the last cluster to the first, each cluster's in the order that they have. */
function fromTheLast(rows: readonly Row[]): Row[] {
  return groupRows(rows)
    .reverse()
    .flatMap((group) => group.rows);
}

// The last groups of each cluster: one with the same rows again is the same object, so that its lines aren't made again.
const grouped = new WeakMap<Cluster, Group[]>();
/** How many are kept of a cluster: a search that is typed and deleted again shows few different sets of its rows. */
const variants = 4;

/** Rows grouped by cluster. A group takes the place of its first row. */
export function groupRows(rows: readonly Row[]): Group[] {
  return groupRuns(rows) ?? groupAnew(rows);
}

/** The groups of rows in which those of a cluster come one after the other; null: they don't. */
export function groupRuns(rows: readonly Row[]): Group[] | null {
  const list: Group[] = [];
  const seen = new Set<Cluster>();
  for (let at = 0; at < rows.length; ) {
    const { cluster } = rows[at] as Row;
    if (seen.has(cluster)) return null;
    seen.add(cluster);
    let end = at + 1;
    while (rows[end]?.cluster === cluster) end += 1;
    list.push(groupOf(cluster, rows, at, end));
    at = end;
  }
  return list;
}

function groupAnew(rows: readonly Row[]): Group[] {
  const groups = new Map<Cluster, Row[]>();
  for (const row of rows) {
    const own = groups.get(row.cluster);
    if (own) own.push(row);
    else groups.set(row.cluster, [row]);
  }
  return [...groups].map(([cluster, own]) => groupOf(cluster, own, 0, own.length));
}

/** The group of a cluster's rows, from `start` to before `end`. */
export function groupOf(cluster: Cluster, rows: readonly Row[], start: number, end: number): Group {
  const before = grouped.get(cluster) ?? [];
  const known = [wholeOf(cluster).group, ...before].find(
    (group) =>
      group.rows.length === end - start && group.rows.every((row, i) => row === rows[start + i]),
  );
  if (known) return known;
  const group = { cluster, rows: rows.slice(start, end) };
  grouped.set(cluster, [group, ...before.slice(0, variants - 1)]);
  return group;
}

/** The number that a column sorts by. */
function measureOf(
  rows: readonly Row[],
  column: Exclude<SortColumn, "cluster">,
): (row: Row) => number {
  switch (column) {
    case "region":
      return ranks(rows, column, (row) => row.region.region);
    case "state":
      return ranks(rows, column, (row) => row.state.label);
    case "service":
      return ranks(rows, column, (row) => row.serviceName ?? "");
    case "host":
      return ranks(rows, column, (row) => row.host ?? "");
    case "principals":
      return (row) => (row.isUnread ? -1 : row.principals.length);
    case "zones":
      return (row) => row.zones ?? -1;
    case "connections":
      return (row) => row.connections ?? -1;
  }
}

// The texts of each column as they were compared last. A change of one row seldom brings another text.
const compared = new Map<SortColumn, { texts: string[]; ranks: Map<string, number> }>();

/** Forgets the texts of an account that is no longer shown. */
export function forgetRows(): void {
  compared.clear();
}

/** The rank of each row's text in sorted order. */
function ranks(
  rows: readonly Row[],
  column: SortColumn,
  textOf: (row: Row) => string,
): (row: Row) => number {
  const texts = [...new Set(rows.map(textOf))];
  let known = compared.get(column);
  if (known?.texts.length !== texts.length || texts.some((text, i) => text !== known?.texts[i])) {
    const sorted = [...texts].sort(byName);
    known = { texts, ranks: new Map(sorted.map((text, at) => [text, at])) };
    compared.set(column, known);
  }
  const { ranks } = known;
  return (row) => ranks.get(textOf(row)) ?? 0;
}

/** Counts the endpoints in the rows. */
export function endpointsIn(rows: readonly Row[]): number {
  let endpoints = 0;
  for (const row of rows) if (row.endpoint.kind !== "none") endpoints += 1;
  return endpoints;
}
