// Batches that move on by themselves: for looking at the progress.
import { type BulkPlan, type Change, events, type Step, type StepState } from "../src/ipc";
import { principal } from "../src/test/fixtures";

const problem = {
  code: "other",
  message: "The service refused: the endpoint is being changed by someone else.",
  hint: "Try again later.",
} as const;

export class Runs {
  changes: Change[] = [];
  constructor(private readonly ends: string | null) {}

  start(plan: BulkPlan, leftOut: ReadonlySet<string>): Change[] {
    const made = this.made(plan, leftOut, { kind: "planned" });
    this.changes = [...made, ...this.changes];
    for (const change of made) this.run(change.id);
    return made;
  }

  /** A batch as it stands after Postern ended in the middle of it. */
  recover(plan: BulkPlan): void {
    const at = new Date().toISOString();
    const made = this.made(plan, new Set(), { kind: "planned" }).map((change, i): Change => {
      const settled: StepState = {
        kind: "settled",
        at,
        happened: true,
        reason: "A read shows it.",
      };
      const states: StepState[] = i < 2 ? [settled, settled] : [];
      const steps = change.steps.map((s, at) => ({ ...s, state: states[at] ?? s.state }));
      return { ...change, recovered: true, steps };
    });
    this.changes = [...made, ...this.changes];
  }

  drop(batch: string): void {
    this.changes = this.changes.filter((c) => c.batch !== batch);
    void events.changesChanged.emit();
  }

  cancel(batch: string): void {
    this.each(batch, (change) => ({
      ...change,
      cancelled: true,
      recovered: false,
      steps: change.steps.map((s) =>
        s.state.kind === "planned" || s.state.kind === "waiting"
          ? { ...s, state: { kind: "not-sent" } }
          : s,
      ),
    }));
  }

  resume(batch: string): void {
    const again = new Set(["planned", "failed", "not-confirmed", "not-sent"]);
    this.each(batch, (change) => ({
      ...change,
      cancelled: false,
      recovered: false,
      finished: false,
      steps: change.steps.map((s) =>
        again.has(s.state.kind) ? { ...s, state: { kind: "planned" } } : s,
      ),
    }));
    for (const change of this.changes) if (change.batch === batch) this.run(change.id);
  }

  private made(plan: BulkPlan, leftOut: ReadonlySet<string>, state: StepState): Change[] {
    return plan.plans
      .filter((p) => !p.blocked)
      .map((p) => ({
        id: p.id,
        batch: plan.id,
        title: plan.title,
        clusterId: p.clusterId,
        clusterName: p.clusterName,
        started: new Date().toISOString(),
        ended: null,
        recovered: false,
        cancelled: false,
        finished: false,
        steps: p.steps.filter((s) => !leftOut.has(s.regionId)).map((step) => ({ step, state })),
      }));
  }

  private run(id: string): void {
    const change = this.changes.find((c) => c.id === id);
    change?.steps.forEach(({ step, state }, i) => {
      if (state.kind !== "planned") return;
      const delay = 500 + i * 1900 + Math.random() * 1500;
      const busy = step.warnings.some((w) => w.kind === "busy") || this.ends === "waiting";
      const since = new Date().toISOString();
      setTimeout(() => this.move(id, i, { kind: "sending" }), delay);
      if (busy) {
        const reason = "The cluster is busy: edit cluster, 62 %.";
        setTimeout(() => this.move(id, i, { kind: "waiting", reason }), delay + 400);
        return;
      }
      setTimeout(() => this.move(id, i, { kind: "accepted", since }), delay + 700);
      setTimeout(() => this.move(id, i, this.ending(step)), delay + 2500);
    });
  }

  private ending(step: Step): StepState {
    const wanted = this.ends === "mixed" ? pick() : this.ends;
    const [one = principal("*")] = [...step.added, ...step.removed];
    switch (wanted) {
      case "failed":
        return { kind: "failed", problem };
      case "superseded":
        return { kind: "superseded", now: step.before };
      case "not-confirmed":
        return { kind: "not-confirmed", reason: "The last read still gave the old list." };
      case "conflict":
        return {
          kind: "conflict",
          now: step.before,
          conflicts: [{ kind: "principal", principal: one, mine: "added", theirs: "removed" }],
        };
      default:
        return { kind: "confirmed", at: new Date().toISOString() };
    }
  }

  private move(id: string, at: number, to: StepState): void {
    this.changes = this.changes.map((c) => {
      if (c.id !== id || c.steps[at]?.state.kind === "not-sent") return c;
      return ended({ ...c, steps: c.steps.map((s, i) => (i === at ? { ...s, state: to } : s)) });
    });
    void events.changesChanged.emit();
  }

  private each(batch: string, how: (change: Change) => Change): void {
    this.changes = this.changes.map((c) => (c.batch === batch ? ended(how(c)) : c));
    void events.changesChanged.emit();
  }
}

function ended(change: Change): Change {
  const open = new Set(["planned", "waiting", "sending", "accepted", "conflict"]);
  const finished = !change.steps.some((s) => open.has(s.state.kind));
  return { ...change, finished, ended: finished ? new Date().toISOString() : null };
}

function pick(): string {
  const n = Math.random();
  return n < 0.08 ? "failed" : n < 0.14 ? "conflict" : n < 0.18 ? "not-confirmed" : "confirmed";
}
