import type { BulkPlan, OwnerNames, Plan, Skipped, Step, Unread } from "../../ipc";
import { nameOf } from "../../parts/ownerNames";

const noNames: OwnerNames = {};

export type Only = "all" | "warnings" | "conflicts";

export type PlanLine =
  | { kind: "cluster"; key: string; plan: Plan; steps: readonly Step[] }
  | { kind: "step"; key: string; plan: Plan; step: Step }
  | { kind: "unread-head"; key: string; clusters: number }
  | { kind: "unread"; key: string; unread: Unread }
  | { kind: "unsent"; key: string; skipped: readonly Skipped[]; unchanged: number }
  | { kind: "skipped"; key: string; skipped: Skipped };

const haystacks = new WeakMap<Step, { names: OwnerNames; text: string }>();

function haystack(plan: Plan, step: Step, names: OwnerNames): string {
  const known = haystacks.get(step);
  if (known?.names === names) return known.text;
  const text = [
    plan.clusterName,
    step.region,
    step.action,
    ...[...step.added, ...step.removed].flatMap((p) => [p.text, p.short, nameOf(names, p)]),
    ...step.warnings.map((w) => w.text),
  ]
    .join("\n")
    .toLowerCase();
  haystacks.set(step, { names, text });
  return text;
}

/** Steps that need attention come first: conflicts, then warnings, then the rest in the plan's order. */
function weight(step: Step): number {
  if (step.conflicts.length > 0) return 0;
  return step.warnings.length > 0 ? 1 : 2;
}

interface Ordered<T> {
  /** In the order of the review. The steps of one endpoint stay together. */
  items: T[];
  rank: number;
}

/** Puts a cluster's steps into the review's order. */
export function inOrder<T>(
  items: readonly T[],
  stepOf: (item: T) => Step,
  weigh: (step: Step) => number = weight,
): Ordered<T> {
  const weights = new Map<string, number>();
  for (const item of items) {
    const step = stepOf(item);
    const known = weights.get(step.regionId) ?? Number.POSITIVE_INFINITY;
    weights.set(step.regionId, Math.min(known, weigh(step)));
  }
  const of = (item: T) => weights.get(stepOf(item).regionId) ?? 2;
  return {
    items: [...items].sort((a, b) => of(a) - of(b)),
    rank: Math.min(...weights.values()),
  };
}

/** How many endpoints the steps are about: one that is recreated has two. */
export function endpointsIn(steps: readonly Step[]): number {
  return new Set(steps.map((step) => step.regionId)).size;
}

/** The review's lines: by cluster, filtered, with what needs attention first. */
export function planLines(plan: BulkPlan, text: string, only: Only, names = noNames): PlanLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const groups: { plan: Plan; steps: Step[]; rank: number }[] = [];
  const unread = unreadIds(plan);
  for (const one of plan.plans) {
    // What is known about it may be out of date.
    if (unread.has(one.clusterId)) continue;
    const steps = one.steps.filter((step) => {
      if (only === "warnings" && step.warnings.length === 0) return false;
      if (only === "conflicts" && step.conflicts.length === 0) return false;
      return words.length === 0 || words.every((w) => haystack(one, step, names).includes(w));
    });
    const isNamed = only === "all" && words.every((w) => one.clusterName.toLowerCase().includes(w));
    if (steps.length === 0 && !(one.blocked && isNamed)) continue;
    const { items, rank } = inOrder(steps, (step) => step);
    groups.push({ plan: one, steps: items, rank: one.blocked ? -1 : rank });
  }
  groups.sort((a, b) => a.rank - b.rank);
  const lines: PlanLine[] = [];
  for (const { plan: one, steps } of groups) {
    lines.push({ kind: "cluster", key: one.id, plan: one, steps });
    for (const step of steps)
      lines.push({ kind: "step", key: `${step.regionId} ${step.action}`, plan: one, step });
  }
  if (only !== "all") return lines;
  // The notice above the list names one that is the only one.
  const named = plan.unread.filter((u) =>
    words.every((w) => u.clusterName.toLowerCase().includes(w)),
  );
  if (named.length > 0 && plan.unread.length > 1) {
    lines.push({ kind: "unread-head", key: "unread", clusters: named.length });
    for (const one of named)
      lines.push({ kind: "unread", key: `unread-${one.clusterId}`, unread: one });
  }
  const skipped = plan.skipped.filter((s) => {
    const hay = `${s.clusterName} ${s.region} ${s.reason}`.toLowerCase();
    return words.every((w) => hay.includes(w));
  });
  if (skipped.length > 0 || (plan.unchanged > 0 && words.length === 0)) {
    lines.push({ kind: "unsent", key: "unsent", skipped, unchanged: plan.unchanged });
    skipped.forEach((one, i) => {
      lines.push({ kind: "skipped", key: `skipped-${i}`, skipped: one });
    });
  }
  return lines;
}

/** The ids of clusters that could not be read. */
export function unreadIds(plan: BulkPlan): ReadonlySet<string> {
  return new Set(plan.unread.map((u) => u.clusterId));
}

/** A plan in numbers, given what the user excluded. */
export interface PlanTally {
  /** Steps that could be sent. */
  steps: number;
  /** Steps that would be sent, and in how many clusters. */
  sent: number;
  clusters: number;
  /** The endpoints that those are about. */
  endpoints: number;
  /** The endpoints that the user excluded, and those in clusters that can't be changed now. */
  excluded: number;
  blocked: number;
  warnings: number;
  conflicts: number;
  creates: number;
  deletes: number;
  /** Regions that are not sent: excluded by the user, or in a cluster that can't be changed now. */
  out: string[];
}

export function tallyPlan(plan: BulkPlan, excluded: ReadonlySet<string>): PlanTally {
  const tally: PlanTally = {
    steps: 0,
    sent: 0,
    clusters: 0,
    endpoints: 0,
    excluded: 0,
    blocked: 0,
    warnings: 0,
    conflicts: 0,
    creates: 0,
    deletes: 0,
    out: [],
  };
  const unread = unreadIds(plan);
  for (const one of plan.plans) {
    const sent: Step[] = [];
    for (const step of one.steps) {
      if (unread.has(one.clusterId)) {
        tally.out.push(step.regionId);
        continue;
      }
      if (step.warnings.length > 0) tally.warnings += 1;
      if (step.conflicts.length > 0) tally.conflicts += 1;
      if (!one.blocked) tally.steps += 1;
      if (one.blocked || excluded.has(step.regionId)) {
        tally.out.push(step.regionId);
        continue;
      }
      sent.push(step);
      if (step.action === "create") tally.creates += 1;
      if (step.action === "delete") tally.deletes += 1;
    }
    tally.sent += sent.length;
    tally.endpoints += endpointsIn(sent);
    const rest = endpointsIn(one.steps) - endpointsIn(sent);
    // Those of clusters that weren't read are counted as clusters.
    if (unread.has(one.clusterId)) continue;
    if (one.blocked) tally.blocked += rest;
    else tally.excluded += rest;
    if (sent.length > 0) tally.clusters += 1;
  }
  return tally;
}
