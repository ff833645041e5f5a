// Plans as the real shell makes them, roughly: for looking at the review.
import type {
  BulkPlan,
  Cluster,
  Endpoint,
  Goal,
  Plan,
  PrincipalView,
  Region,
  Skipped,
  Snapshot,
  Step,
  Wish,
} from "../src/ipc";
import { principal } from "../src/test/fixtures";

let serial = 0;
const listOf = (endpoint: Endpoint) =>
  endpoint.kind === "none" ? [] : (endpoint.principals ?? []);
const texts = (list: readonly PrincipalView[]) => list.map((p) => p.text);

interface Found {
  cluster: Cluster;
  region: Region;
}

/** What a goal comes to in this inventory. */
export function bulkPlan(snapshot: Snapshot, goal: Goal): BulkPlan {
  const byId = new Map<string, Found>();
  for (const cluster of snapshot.clusters)
    for (const region of cluster.regions) byId.set(region.id, { cluster, region });
  const skipped: Skipped[] = [];
  let unchanged = 0;
  const wishes: [Found, Wish][] = [];
  const found = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const edit = (at: Found, how: (now: string[]) => string[]) => {
    const { cluster, region } = at;
    const skip = (reason: string) =>
      void skipped.push({ clusterName: cluster.name, region: region.region, reason });
    if (region.endpoint.kind === "none") return skip("It has no endpoint.");
    const base = texts(listOf(region.endpoint));
    const mine = how(base);
    if (cluster.cloud === "azure" && mine.some((t) => t.startsWith("arn:")))
      return skip("It is on Azure: an ARN can't be listed there.");
    if (mine.join() === base.join()) {
      unchanged += 1;
      return;
    }
    wishes.push([at, { kind: "edit", regionId: region.id, base, mine }]);
  };
  switch (goal.kind) {
    case "add":
      for (const at of found(goal.regions))
        edit(at, (now) => [...now, ...goal.principals.filter((p) => !now.includes(p))]);
      break;
    case "remove":
    case "remove-everywhere":
      for (const at of goal.kind === "remove" ? found(goal.regions) : byId.values())
        edit(at, (now) => now.filter((p) => !goal.principals.includes(p)));
      break;
    case "replace":
      for (const at of found(goal.regions))
        edit(at, (now) => now.map((p) => (p === goal.old ? goal.new : p)));
      break;
    case "copy": {
      const from = byId.get(goal.from);
      for (const at of found(goal.to))
        edit(at, () => (from ? texts(listOf(from.region.endpoint)) : []));
      break;
    }
    case "create":
    case "create-missing": {
      const wanted =
        goal.kind === "create"
          ? found(goal.regions)
          : [...byId.values()].filter((f) => goal.clusters.includes(f.cluster.id));
      for (const at of wanted) {
        if (at.region.endpoint.kind !== "none") continue;
        const lack = at.cluster.lacks[0];
        if (lack)
          skipped.push({
            clusterName: at.cluster.name,
            region: at.region.region,
            reason: lack.reason,
          });
        else
          wishes.push([
            at,
            { kind: "create", regionId: at.region.id, principals: goal.principals },
          ]);
      }
      break;
    }
    case "delete":
      for (const at of found(goal.regions))
        wishes.push([at, { kind: "delete", regionId: at.region.id }]);
      break;
    case "drafts":
      for (const draft of goal.drafts)
        for (const wish of draft.wishes) {
          const at = byId.get(wish.regionId);
          if (at) wishes.push([at, wish]);
        }
  }
  const plans = new Map<string, Plan>();
  for (const [{ cluster, region }, wish] of wishes) {
    const known = plans.get(cluster.id);
    const step = makeStep(cluster, region, wish);
    if (known) known.steps.push(step);
    else
      plans.set(cluster.id, {
        id: `plan-${++serial}`,
        clusterId: cluster.id,
        clusterName: cluster.name,
        cloud: cluster.cloud,
        steps: [step],
        blocked:
          cluster.state === "PAUSED"
            ? { code: "other", message: `${cluster.name} is paused.`, hint: "Resume it first." }
            : null,
      });
  }
  const n = wishes.length;
  const ends = n === 1 ? "1 endpoint" : `${n} endpoints`;
  const titles: Record<Goal["kind"], string> = {
    add: `Add ${"principals" in goal ? goal.principals.length : 0} principals to ${ends}`,
    remove: `Remove ${"principals" in goal ? goal.principals.length : 0} principals from ${ends}`,
    "remove-everywhere": `Remove a principal from ${ends}`,
    replace: `Replace a principal on ${ends}`,
    copy: `Copy a list to ${ends}`,
    create: `Create ${ends}`,
    "create-missing": `Create ${ends}`,
    delete: `Delete ${ends}`,
    drafts: `Change ${ends}`,
  };
  return {
    id: `batch-${++serial}`,
    title: titles[goal.kind],
    plans: [...plans.values()],
    skipped,
    unchanged,
    unread: [],
    blocked: null,
  };
}

/** What has to be typed for the rest of a plan, roughly. */
export function toType(plan: BulkPlan, leaveOut: readonly string[]): string[] {
  const texts = new Set<string>();
  for (const { clusterName, steps } of plan.plans)
    for (const step of steps) {
      if (leaveOut.includes(step.regionId)) continue;
      if (step.action === "delete") texts.add(`${clusterName}/${step.region}`);
      if (step.warnings.some((w) => w.kind === "connections-stay"))
        for (const one of step.removed) texts.add(one.text);
      if (step.added.some((p) => p.kind === "everyone")) texts.add("*");
    }
  return texts.size > 3 ? [`delete ${texts.size} endpoints`] : [...texts];
}

function makeStep(cluster: Cluster, region: Region, wish: Wish): Step {
  const before = listOf(region.endpoint);
  const after = (
    wish.kind === "create" ? wish.principals : wish.kind === "edit" ? wish.mine : []
  ).map(principal);
  const lacks = (list: readonly PrincipalView[]) => (p: PrincipalView) =>
    !list.some((q) => q.text === p.text);
  const added = after.filter(lacks(before));
  const removed = before.filter(lacks(after));
  const { endpoint } = region;
  const links =
    endpoint.kind === "present" && endpoint.details.kind === "known"
      ? endpoint.details.connections
      : [];
  const everyone = added.some((p) => p.kind === "everyone");
  const warnings: Step["warnings"] = [];
  if (everyone)
    warnings.push({
      kind: "everyone",
      text: "Any AWS account may ask to connect to this endpoint.",
    });
  if (removed.length > 0 && wish.kind === "edit" && links.length > 0)
    warnings.push({
      kind: "connections-stay",
      text: `Removing a principal stops new connections only. These stay up: ${links.join(", ")}.`,
    });
  if (after.length === 0 && wish.kind === "edit")
    warnings.push({ kind: "last-removed", text: "Nobody may connect afterwards." });
  if (wish.kind === "delete" && links.length > 0)
    warnings.push({
      kind: "connections-cut",
      text: `${links.length} connections are up. Aeon may refuse the delete while they exist, or drop them. Their VPC endpoints in AWS stay, and are billed, until you delete them there.`,
    });
  if (cluster.busy)
    warnings.push({ kind: "busy", text: "The cluster is busy: the step waits for its turn." });
  return {
    regionId: region.id,
    region: region.region,
    pseId: endpoint.kind === "present" ? endpoint.pseId : null,
    action: wish.kind,
    before: [...before],
    after,
    added,
    removed,
    theirs: null,
    conflicts: [],
    warnings,
  };
}
