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
import { type EndpointsSearch, type FacetName, facetNames, isFiltered } from "./search";
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

// Snapshots share the objects that didn't change, so a cluster's rows are built once.
const made = new WeakMap<Cluster, readonly Row[]>();

export function rowsOf({ clusters }: Pick<Snapshot, "clusters">): Row[] {
  return clusters.flatMap(rowsOfCluster);
}

export function rowsOfCluster(cluster: Cluster): readonly Row[] {
  const known = made.get(cluster);
  if (known) return known;
  const rows = cluster.regions.map((region) => makeRow(cluster, region));
  made.set(cluster, rows);
  return rows;
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

/** How many earlier results of the same list are kept. */
const most = 12;

/**
 * Filters a list again and again while the user types. What an earlier search has left out, one that asks for more leaves
 * out too, so that only what it left is looked through; and going back finds what was found before.
 */
export class Finder {
  readonly #results = new Map<string, { words: string[]; rows: readonly Row[] }>();
  readonly #rows: readonly Row[];
  readonly #found: FoundAt;
  readonly #names: OwnerNames;

  constructor(rows: readonly Row[], facets: EndpointsSearch, found: FoundAt, names: OwnerNames) {
    this.#rows = isFiltered(facets) ? filterRows(rows, facets, found, names) : rows;
    this.#found = found;
    this.#names = names;
  }

  find(q: string): readonly Row[] {
    const { words } = wanted({ q }, this.#names);
    if (words.length === 0) return this.#rows;
    const key = words.join(" ");
    const known = this.#results.get(key);
    if (known) return known.rows;
    let from = this.#rows;
    for (const earlier of this.#results.values()) {
      const isWider = earlier.words.every((old) => words.some((word) => word.includes(old)));
      if (isWider && earlier.rows.length < from.length) from = earlier.rows;
    }
    // The facets are applied already.
    const rows = filterRows(from, { q }, this.#found, this.#names);
    const [oldest] = this.#results.keys();
    if (oldest !== undefined && this.#results.size >= most) this.#results.delete(oldest);
    this.#results.set(key, { words, rows });
    return rows;
  }
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
function groupRuns(rows: readonly Row[]): Group[] | null {
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
function groupOf(cluster: Cluster, rows: readonly Row[], start: number, end: number): Group {
  const before = grouped.get(cluster) ?? [];
  const known = before.find(
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
