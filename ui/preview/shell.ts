import type {
  AppState,
  Change,
  Draft,
  Endpoint,
  Plan,
  PrincipalView,
  Problem,
  Region,
  Snapshot,
  Step,
  StepState,
  Theme,
  Wish,
} from "../src/ipc";
import { events } from "../src/ipc";
import { accessOf, findingsOf, names } from "../src/test/access";
import { fakeShell, refuse } from "../src/test/fakeShell";
import { demo, judge, large, principal } from "../src/test/fixtures";
import { nobody, unlocked } from "../src/test/northwind";

const offline: Problem = {
  code: "offline",
  message: "cloud.yugabyte.com can't be reached.",
  hint: "Check the network; Postern tries again by itself.",
};

function seeded(seed: string): Snapshot | null {
  const ago = (s: number) => new Date(Date.now() - s * 1000).toISOString();
  const base = { ...demo(), readAt: ago(12) };
  switch (seed) {
    case "empty":
      return { ...base, clusters: [], vpcs: [] };
    case "large":
      return { ...large(3334, 3), readAt: ago(12) };
    case "loading":
      return {
        ...base,
        clusters: [],
        phase: { kind: "loading", listsComplete: false, detailsDone: 0, detailsTotal: 0 },
      };
    case "filling":
      return {
        ...base,
        phase: { kind: "loading", listsComplete: true, detailsDone: 8, detailsTotal: 20 },
      };
    case "offline":
      return {
        ...base,
        remembered: true,
        readAt: ago(86_400),
        phase: { kind: "failed", problem: offline },
      };
    case "partial":
      return {
        ...base,
        unreadable: ["A cluster of the second page has no id.", "A VPC has no name."],
      };
    default:
      return base;
  }
}

/** A shell that plans and carries out changes as the real one does, without a service behind it. */
export function startShell(options: URLSearchParams): void {
  const seed = options.get("seed") ?? "demo";
  const theme: Theme = options.get("theme") === "light" ? "light" : "dark";
  const state: AppState = seed === "none" ? nobody : structuredClone(unlocked);
  state.settings.theme = theme;
  if (state.active) state.active.demo = true;
  if (options.get("role") === "reader" && state.active?.status.kind === "unlocked") {
    state.active.status.may.editEndpoints = "The key's role (Viewer) may not change endpoints.";
    state.active.status.role = "Viewer";
  }
  const shell = fakeShell(state, seeded(seed));
  const book: Record<string, string> = { ...names };
  shell.answers.access = () => {
    if (!shell.snapshot) return null;
    const isSmall = shell.snapshot.clusters.some((c) => c.name === "sessions");
    return {
      ...accessOf(shell.snapshot, book),
      findings: isSmall && seed !== "clean" ? findingsOf(shell.snapshot) : [],
    };
  };
  shell.answers.finding_counts = () =>
    seed === "clean"
      ? { serious: 0, warnings: 0, notes: 0 }
      : { serious: 1, warnings: 3, notes: 3 };
  shell.answers.set_owner_name = (args) => {
    if (typeof args.name === "string") book[String(args.owner)] = args.name;
    else delete book[String(args.owner)];
    void events.stateChanged.emit();
  };
  let changes: Change[] = [];
  const plans = new Map<string, Plan>();
  if (seed === "error") shell.answers.snapshot = () => refuse(offline);
  shell.answers.parse_principals = (args) => judge(String(args.text));
  shell.answers.plan_change = async (args) => {
    await new Promise((done) => setTimeout(done, 300));
    const plan = makePlan(shell.snapshot, args.draft as Draft);
    plans.set(plan.id, plan);
    return plan;
  };
  shell.answers.changes = () => changes;
  shell.answers.dismiss_change = (args) => {
    changes = changes.filter((c) => c.id !== args.change);
    void events.changesChanged.emit();
  };
  shell.answers.apply_change = (args) => {
    const plan = plans.get(String(args.plan)) ?? refuse({ message: "There is no such plan." });
    const change: Change = {
      id: plan.id,
      clusterId: plan.clusterId,
      clusterName: plan.clusterName,
      batch: plan.id,
      title: `Change ${plan.clusterName}`,
      started: new Date().toISOString(),
      steps: plan.steps.map((step) => ({ step, state: { kind: "planned" } })),
      finished: false,
      ended: null,
      recovered: false,
      cancelled: false,
    };
    changes = [change, ...changes];
    const ends = options.get("ends");
    plan.steps.forEach((step, i) => {
      setTimeout(() => move(plan.id, i, { kind: "sending" }), 500 + i * 700);
      setTimeout(
        () => move(plan.id, i, { kind: "accepted", since: new Date().toISOString() }),
        1100 + i * 700,
      );
      setTimeout(() => move(plan.id, i, ending(ends, step)), 3000 + i * 1500);
    });
    return change;
  };
  function move(id: string, at: number, to: StepState) {
    changes = changes.map((c) => {
      if (c.id !== id) return c;
      const steps = c.steps.map((s, i) => (i === at ? { ...s, state: to } : s));
      return {
        ...c,
        steps,
        finished: steps.every((s) => s.state.kind === "confirmed" || s.state.kind === "failed"),
      };
    });
    void events.changesChanged.emit();
  }
}

function ending(wanted: string | null, step: Step): StepState {
  if (wanted === "failed") return { kind: "failed", problem: offline };
  if (wanted === "superseded") return { kind: "superseded", now: step.before };
  if (wanted === "conflict") {
    const [one = principal("*")] = [...step.added, ...step.removed];
    return {
      kind: "conflict",
      now: step.before,
      conflicts: [{ kind: "principal", principal: one, mine: "added", theirs: "removed" }],
    };
  }
  if (wanted === "waiting")
    return { kind: "waiting", reason: "The cluster is busy: edit cluster, 62 %." };
  return { kind: "confirmed", at: new Date().toISOString() };
}

let serial = 0;

function makePlan(snapshot: Snapshot | null, draft: Draft): Plan {
  const cluster = snapshot?.clusters.find((c) => c.id === draft.clusterId);
  if (!cluster) refuse({ message: "The cluster is gone." });
  const steps = draft.wishes.flatMap((wish) => {
    const region = cluster.regions.find((r) => r.id === wish.regionId);
    return region ? [makeStep(cluster.name, region, wish)] : [];
  });
  serial += 1;
  return {
    id: `plan-${serial}`,
    clusterId: cluster.id,
    clusterName: cluster.name,
    cloud: cluster.cloud,
    steps,
    blocked: null,
  };
}

function makeStep(name: string, region: Region, wish: Wish): Step {
  const before = listOf(region.endpoint);
  const after = (
    wish.kind === "create" ? wish.principals : wish.kind === "edit" ? wish.mine : []
  ).map(principal);
  const lacks = (list: readonly PrincipalView[]) => (p: PrincipalView) =>
    !list.some((q) => q.text === p.text);
  const added = after.filter(lacks(before));
  const removed = before.filter(lacks(after));
  const warnings: Step["warnings"] = [];
  if (added.some((p) => p.kind === "everyone")) {
    warnings.push({
      kind: "everyone",
      text: "Any AWS account may ask to connect to this endpoint.",
    });
  }
  if (removed.length > 0 && wish.kind === "edit") {
    warnings.push({
      kind: "connections-stay",
      text: "Removing a principal stops new connections only. The 2 connections that the endpoint has now stay up.",
    });
  }
  if (wish.kind === "delete")
    warnings.push({ kind: "connections-cut", text: "Its 2 connections end." });
  return {
    regionId: region.id,
    region: region.region,
    pseId: region.endpoint.kind === "present" ? region.endpoint.pseId : null,
    action: wish.kind,
    before,
    after,
    added,
    removed,
    theirs: null,
    conflicts: [],
    warnings,
    typeToConfirm:
      wish.kind === "delete" ? name : added.some((p) => p.kind === "everyone") ? "*" : null,
  };
}

const listOf = (endpoint: Endpoint) => (endpoint.kind === "none" ? [] : endpoint.principals);
