import type { AccessView, Cluster, PrincipalView, Region, Snapshot, Vpc } from "../../ipc";
import type { Tone } from "../../kit";
import { cloudName, count, healthTone, word } from "../../parts";
import { detailsOf, isUnread, principalsOf, stateOf } from "../../parts/endpointState";
import type { TopologySearch } from "./search";

/** The columns of the picture, from left to right. */
export const columns = [
  "VPC",
  "Cluster",
  "Region",
  "Private endpoint",
  "Principal",
  "Connection",
] as const;

/** The target of opening a node. */
export type Target =
  | { to: "vpc"; id: string }
  | { to: "cluster"; id: string; name: string }
  | { to: "endpoint"; region: string; tab: "overview" | "access" }
  | { to: "access"; q: string }
  | { to: "vpcs" };

export interface Node {
  id: string;
  column: number;
  title: string;
  subtitle: string;
  /** Set in a monospaced font: codes and ids. */
  isCode: boolean;
  tone: Tone | null;
  target: Target;
}

export interface Edge {
  from: string;
  to: string;
}

/** What a large picture counts instead of drawing. */
export type Detail = "all" | "principals counted" | "regions counted";

export interface Graph {
  /** The name of the cluster or VPC. */
  name: string;
  nodes: Node[];
  edges: Edge[];
  detail: Detail;
}

/** The most nodes that are readable: with every name, and with counts. */
const most = { all: 160, "principals counted": 400 } as const;
/** More connections than this of one endpoint are counted. */
const mostConnections = 6;

/** The graph of a cluster or VPC; null: it doesn't exist. */
export function graphOf(
  search: TopologySearch,
  snapshot: Snapshot,
  access: AccessView | undefined,
): Graph | null {
  const scope = scopeOf(search, snapshot);
  if (!scope) return null;
  const names = namesOf(access);
  for (const detail of ["all", "principals counted"] as const) {
    const graph = draw(scope, snapshot, names, detail);
    if (graph.nodes.length <= most[detail]) return graph;
  }
  return draw(scope, snapshot, names, "regions counted");
}

interface Scope {
  name: string;
  places: { cluster: Cluster; regions: Region[] }[];
  /** The VPC itself, if the picture shows one. */
  vpc: Vpc | null;
}

function scopeOf(search: TopologySearch, snapshot: Snapshot): Scope | null {
  if (search.cluster) {
    const cluster = snapshot.clusters.find((c) => c.id === search.cluster);
    if (!cluster) return null;
    return { name: cluster.name, places: [{ cluster, regions: cluster.regions }], vpc: null };
  }
  const vpc = snapshot.vpcs.find((v) => v.id === search.vpc);
  if (!vpc) return null;
  const places = snapshot.clusters.flatMap((cluster) => {
    const regions = cluster.regions.filter((r) => r.vpcId === vpc.id);
    return regions.length > 0 ? [{ cluster, regions }] : [];
  });
  return { name: vpc.name, places, vpc };
}

/** Owners' names by principal. */
function namesOf(access: AccessView | undefined): Map<string, string> {
  const names = new Map<string, string>();
  for (const { principal, name } of access?.principals ?? []) {
    if (name) names.set(principal.text, name);
  }
  return names;
}

function draw(scope: Scope, snapshot: Snapshot, names: Map<string, string>, detail: Detail): Graph {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  const add = (node: Node) => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return node.id;
  };
  const join = (from: string, to: string) => edges.set(`${from} ${to}`, { from, to });

  if (scope.vpc) add(vpcNode(scope.vpc));
  const vpcs = new Map(snapshot.vpcs.map((vpc) => [vpc.id, vpc]));
  for (const { cluster, regions } of scope.places) {
    if (detail === "regions counted" && scope.vpc) {
      const clusterId = add(clusterNode(cluster));
      join(add(vpcNode(scope.vpc)), clusterId);
      join(clusterId, add(regionsNode(cluster, regions)));
      continue;
    }
    for (const region of regions) {
      const vpc = region.vpcId ? vpcs.get(region.vpcId) : undefined;
      const vpcId = add(vpc ? vpcNode(vpc) : noVpc(region));
      const clusterId = add(clusterNode(cluster));
      join(vpcId, clusterId);
      const regionId = add(regionNode(cluster, region, scope.vpc ? undefined : vpc?.name));
      join(clusterId, regionId);
      if (region.endpoint.kind === "none") continue;
      const endpoint = add(endpointNode(region));
      join(regionId, endpoint);
      const leaves = detail === "all" ? named(region, names) : folded(region);
      for (const leaf of leaves) join(endpoint, add(leaf));
    }
  }
  return { name: scope.name, nodes: [...nodes.values()], edges: [...edges.values()], detail };
}

function vpcNode(vpc: Vpc): Node {
  return {
    id: `vpc ${vpc.id}`,
    column: 0,
    title: vpc.name,
    subtitle: `${cloudName(vpc.cloud)} · ${count(vpc.regions.length, "region")}`,
    isCode: false,
    tone: vpc.health === "good" ? null : healthTone(vpc.health),
    target: { to: "vpc", id: vpc.id },
  };
}

function noVpc(region: Region): Node {
  return {
    id: region.vpcId ? `vpc ${region.vpcId}` : "vpc none",
    column: 0,
    title: region.vpcId ?? "No VPC",
    subtitle: region.vpcId ? "Not listed" : "No endpoint possible",
    isCode: region.vpcId !== null,
    tone: "off",
    target: { to: "vpcs" },
  };
}

function clusterNode(cluster: Cluster): Node {
  return {
    id: `cluster ${cluster.id}`,
    column: 1,
    title: cluster.name,
    subtitle: cluster.busy ? `${word(cluster.busy.task)}…` : word(cluster.state),
    isCode: false,
    tone: cluster.busy ? "warn" : healthTone(cluster.health),
    target: { to: "cluster", id: cluster.id, name: cluster.name },
  };
}

function regionNode(cluster: Cluster, region: Region, vpc: string | undefined): Node {
  const facts = [
    cluster.clouds.length > 1 ? cloudName(region.cloud) : null,
    region.nodes === null ? null : count(region.nodes, "node"),
    region.endpoint.kind === "none" ? "no endpoint" : null,
    cluster.vpcIds.length > 1 ? vpc : null,
  ];
  return {
    id: `region ${region.id}`,
    column: 2,
    title: region.region,
    subtitle: facts.filter(Boolean).join(" · "),
    isCode: true,
    tone: null,
    target: { to: "endpoint", region: region.id, tab: "overview" },
  };
}

/** A node that counts a cluster's regions. */
function regionsNode(cluster: Cluster, regions: readonly Region[]): Node {
  const endpoints = regions.filter((r) => r.endpoint.kind !== "none").length;
  return {
    id: `regions ${cluster.id}`,
    column: 2,
    title: count(regions.length, "region"),
    subtitle: count(endpoints, "endpoint"),
    isCode: false,
    tone: null,
    target: { to: "cluster", id: cluster.id, name: cluster.name },
  };
}

function endpointNode(region: Region): Node {
  const { label, tone } = stateOf(region);
  const details = detailsOf(region.endpoint);
  const service = details?.serviceName?.split(".").at(-1);
  return {
    id: `endpoint ${region.id}`,
    column: 3,
    title: service ?? "Endpoint",
    subtitle: label,
    isCode: service !== undefined,
    tone,
    target: { to: "endpoint", region: region.id, tab: "overview" },
  };
}

function named(region: Region, names: Map<string, string>): Node[] {
  const people = principalsOf(region.endpoint).map((p) =>
    principalNode(region, p, names.get(p.text)),
  );
  if (isUnread(region.endpoint)) people.push(unreadNode(region));
  const ids = connectionsOf(region);
  if (ids.length > mostConnections) return [...people, countNode(region, 5, ids.length)];
  const connections = ids.map(
    (id): Node => ({
      id: `connection ${region.id} ${id}`,
      column: 5,
      title: id,
      subtitle: "Connected",
      isCode: true,
      tone: "ok",
      target: { to: "endpoint", region: region.id, tab: "overview" },
    }),
  );
  return [...people, ...connections];
}

function principalNode(region: Region, principal: PrincipalView, name?: string): Node {
  const everyone = principal.kind === "everyone";
  return {
    id: `principal ${region.cloud} ${principal.text}`,
    column: 4,
    title: everyone ? "* anyone" : (name ?? principal.short),
    subtitle: name ? principal.short : everyone ? "Every account" : word(principal.kind),
    isCode: !name && !everyone,
    tone: everyone ? "bad" : principal.warning ? "warn" : null,
    target: { to: "access", q: principal.text },
  };
}

/** Nodes that count principals and connections. */
function folded(region: Region): Node[] {
  const people = principalsOf(region.endpoint).length;
  const connections = connectionsOf(region).length;
  const nodes: Node[] = [];
  if (isUnread(region.endpoint)) nodes.push(unreadNode(region));
  if (people > 0) nodes.push(countNode(region, 4, people));
  if (connections > 0) nodes.push(countNode(region, 5, connections));
  return nodes;
}

function unreadNode(region: Region): Node {
  return {
    id: `unread ${region.id}`,
    column: 4,
    title: "Principals not read",
    subtitle: "The service didn't return them",
    isCode: false,
    tone: "warn",
    target: { to: "endpoint", region: region.id, tab: "access" },
  };
}

function countNode(region: Region, column: 4 | 5, n: number): Node {
  return {
    id: `count ${column} ${region.id}`,
    column,
    title: count(n, column === 4 ? "principal" : "connection"),
    subtitle: column === 4 ? "May connect" : "Connected",
    isCode: false,
    tone: null,
    target: { to: "endpoint", region: region.id, tab: column === 4 ? "access" : "overview" },
  };
}

function connectionsOf(region: Region): readonly string[] {
  const details = detailsOf(region.endpoint);
  return details?.kind === "known" ? (details.connections ?? []) : [];
}
