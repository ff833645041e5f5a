import type {
  BulkPlan,
  Change,
  HistoryEntry,
  HistoryResult,
  HistoryStep,
  Plan,
  ResultCount,
  RunningStep,
  Step,
  StepState,
  Tally,
} from "../ipc";
import { noSteps } from "../pages/Changes/batches";
import { principal } from "./fixtures";

export const audit = principal("arn:aws:iam::998877665544:root");
export const payments = principal("arn:aws:iam::412907365518:root");

/** A step that adds one principal to a list of one. */
export function step(change: Partial<Step> = {}): Step {
  return {
    regionId: "r-1",
    region: "us-west-2",
    cloud: "aws",
    pseId: "p-1",
    action: "edit",
    before: [payments],
    after: [payments, audit],
    added: [audit],
    removed: [],
    theirs: null,
    conflicts: [],
    warnings: [],
    ...change,
  };
}

export function plan(change: Partial<Plan> = {}): Plan {
  return {
    id: "plan-1",
    clusterId: "c-1",
    clusterName: "orders",
    steps: [step()],
    blocked: null,
    ...change,
  };
}

export function bulkPlan(plans: Plan[], change: Partial<BulkPlan> = {}): BulkPlan {
  const n = plans.flatMap((p) => p.steps).length;
  return {
    id: "batch-1",
    title: `Add 1 principal to ${n} endpoints`,
    plans,
    skipped: [],
    unchanged: 0,
    unread: [],
    blocked: null,
    ...change,
  };
}

/** A plan over some clusters with some regions each; the regions' ids are `cluster/region`. */
export function plansOver(clusters: readonly string[], regions: readonly string[]): Plan[] {
  return clusters.map((name) =>
    plan({
      id: `plan-${name}`,
      clusterId: `id-${name}`,
      clusterName: name,
      steps: regions.map((region) => step({ regionId: `${name}/${region}`, region })),
    }),
  );
}

/** A plan as it is carried out, every step in one state. */
export function changeOf(of: Plan, state: StepState, change: Partial<Change> = {}): Change {
  return counted({
    id: of.id,
    batch: "batch-1",
    title: "Add 1 principal to 4 endpoints",
    clusterId: of.clusterId,
    clusterName: of.clusterName,
    started: new Date().toISOString(),
    ended: null,
    recovered: false,
    cancelled: false,
    finished: false,
    steps: of.steps.map((one): RunningStep => ({ step: one, state, canRetry: false })),
    tally: noSteps,
    ...change,
  });
}

/** The change as the shell sends it: with its steps counted. */
export function counted(change: Change): Change {
  const tally = { ...noSteps };
  const steps = change.steps.map((running) => {
    const { state } = running;
    const isMissed = state.kind === "settled" && !state.happened;
    const isSettling = change.recovered && state.kind === "waiting";
    const place = isMissed ? "notSent" : isSettling ? "sent" : places[state.kind];
    const canRetry = isMissed || ["failed", "not-confirmed", "not-sent"].includes(state.kind);
    const isUnsent = isMissed || state.kind === "planned" || state.kind === "not-sent";
    tally.all += 1;
    tally[place] += 1;
    tally.settling += Number(isSettling);
    tally.settled += Number(state.kind === "settled");
    tally.again += Number(canRetry);
    tally.rest += Number(change.recovered && isUnsent);
    return { ...running, canRetry };
  });
  return { ...change, steps, tally };
}

const places: Record<StepState["kind"], keyof Tally> = {
  planned: "planned",
  waiting: "waiting",
  sending: "sent",
  accepted: "sent",
  "in-force": "sent",
  confirmed: "done",
  settled: "done",
  "not-confirmed": "notConfirmed",
  superseded: "superseded",
  conflict: "decisions",
  failed: "failed",
  "not-sent": "notSent",
};

export function pastStep(change: Partial<HistoryStep> = {}): HistoryStep {
  return {
    clusterId: "c-1",
    clusterName: "orders",
    regionId: "r-1",
    region: "us-west-2",
    cloud: "aws",
    action: "edit",
    before: [payments],
    after: [payments, audit],
    added: [audit],
    removed: [],
    result: "confirmed",
    reason: "",
    sent: null,
    ended: null,
    ...change,
  };
}

/** How steps ended, counted. */
export function resultsOf(steps: readonly HistoryStep[]): ResultCount[] {
  const counts = new Map<HistoryResult, number>();
  for (const { result } of steps) counts.set(result, (counts.get(result) ?? 0) + 1);
  return [...counts].map(([result, n]) => ({ result, steps: n }));
}

export function entry(change: Partial<HistoryEntry> = {}): HistoryEntry {
  const steps = change.steps ?? [pastStep()];
  return {
    batch: "past-1",
    kind: "ours",
    title: "Add 9988…5544 root to 1 endpoint",
    accountName: "Northwind Traders",
    projectName: "default",
    profileName: "Northwind",
    started: new Date().toISOString(),
    ended: new Date().toISOString(),
    tookMs: 4_200,
    shortened: null,
    note: null,
    vpc: null,
    revertible: steps.filter((s) => s.result === "confirmed").length,
    stepsTotal: steps.length,
    results: resultsOf(steps),
    steps,
    ...change,
  };
}
