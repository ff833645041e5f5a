import type { BatchId, Change, RunningStep, StepState } from "../../ipc";
import type { Tone } from "../../kit";
import { texts } from "./texts";

/** Changes that were reviewed and started together. */
export interface Batch {
  id: BatchId;
  title: string;
  started: string;
  ended: string | null;
  changes: readonly Change[];
  steps: readonly RunningStep[];
  finished: boolean;
  cancelled: boolean;
  /** Incomplete when Postern quit: the unsent steps wait for the user. */
  recovered: boolean;
  tally: Tally;
}

/** How many steps are in which state. */
export interface Tally {
  all: number;
  done: number;
  failed: number;
  /** Overwritten, not confirmed, or in need of a decision. */
  attention: number;
  decisions: number;
  sent: number;
  waiting: number;
  planned: number;
  notSent: number;
  settled: number;
  /** Included in `sent`: sent before Postern quit, and now checked by reading. */
  settling: number;
  /** How many steps "Try again" would send. */
  again: number;
}

export function batchesOf(changes: readonly Change[]): Batch[] {
  const groups = new Map<BatchId, Change[]>();
  for (const change of changes) {
    const known = groups.get(change.batch);
    if (known) known.push(change);
    else groups.set(change.batch, [change]);
  }
  return [...groups].map(([id, own]) => {
    const steps = own.flatMap((c) => c.steps);
    const finished = own.every((c) => c.finished);
    const ends = own.flatMap((c) => (c.ended === null ? [] : [c.ended])).sort();
    return {
      id,
      title: own[0]?.title ?? "",
      started: own.map((c) => c.started).sort()[0] ?? "",
      ended: finished ? (ends.at(-1) ?? null) : null,
      changes: own,
      steps,
      finished,
      cancelled: own.some((c) => c.cancelled),
      recovered: own.some((c) => c.recovered),
      tally: tallyOf(own),
    };
  });
}

const places: Record<StepState["kind"], keyof Tally> = {
  planned: "planned",
  waiting: "waiting",
  sending: "sent",
  accepted: "sent",
  confirmed: "done",
  settled: "done",
  "not-confirmed": "attention",
  superseded: "attention",
  conflict: "attention",
  failed: "failed",
  "not-sent": "notSent",
};

function tallyOf(changes: readonly Change[]): Tally {
  const tally: Tally = {
    all: 0,
    done: 0,
    failed: 0,
    attention: 0,
    decisions: 0,
    sent: 0,
    waiting: 0,
    planned: 0,
    notSent: 0,
    settled: 0,
    settling: 0,
    again: 0,
  };
  for (const { steps, recovered } of changes)
    for (const { state } of steps) {
      const missed = state.kind === "settled" && !state.happened;
      // A recovered step with nothing sent is "planned", so one that is "waiting" was sent.
      const settling = recovered && state.kind === "waiting";
      tally.all += 1;
      tally[missed ? "notSent" : settling ? "sent" : places[state.kind]] += 1;
      if (settling) tally.settling += 1;
      if (state.kind === "settled") tally.settled += 1;
      if (state.kind === "conflict") tally.decisions += 1;
      if (missed || canTryAgain(state)) tally.again += 1;
    }
  return tally;
}

/** Whether "Try again" sends a step in this state. */
export function canTryAgain(state: StepState): boolean {
  return state.kind === "failed" || state.kind === "not-confirmed" || state.kind === "not-sent";
}

/** How many steps of an interrupted batch wait for the user to continue or discard them. */
export function restOf({ changes }: Pick<Batch, "changes">): number {
  const open = changes.filter((c) => c.recovered).flatMap((c) => c.steps);
  return open.filter(({ state }) => isUnsent(state)).length;
}

function isUnsent(state: StepState): boolean {
  switch (state.kind) {
    case "planned":
    case "not-sent":
      return true;
    case "settled":
      return !state.happened;
    default:
      return false;
  }
}

export interface Summary {
  key: "running" | "done" | "attention" | "failed" | "recovered" | "cancelled";
  tone: Tone;
  text: string;
}

/** A batch in one line, as in the sidebar. `key` changes when there is news. */
export function summary(batch: Batch): Summary {
  const { tally, finished, cancelled } = batch;
  const { all, done } = tally;
  const rest = restOf(batch);
  if (rest > 0) {
    return { key: "recovered", tone: "warn", text: texts.summary.interrupted(rest) };
  }
  if (tally.failed > 0) {
    return { key: "failed", tone: "bad", text: texts.summary.failed(tally.failed, all) };
  }
  if (tally.decisions > 0) {
    return { key: "attention", tone: "warn", text: texts.summary.decisions(tally.decisions) };
  }
  if (tally.attention > 0) return { key: "attention", tone: "warn", text: attention(batch) };
  if (done === all) {
    return { key: "done", tone: "ok", text: texts.summary.confirmed(all) };
  }
  if (finished) {
    const text = texts.summary.notSent(done, all, tally.notSent);
    return { key: "cancelled", tone: "off", text };
  }
  if (cancelled) return { key: "running", tone: "busy", text: texts.summary.canceling };
  if (tally.waiting > 0 && tally.sent === 0 && tally.planned === 0) {
    const text = texts.summary.waiting(tally.waiting);
    return { key: "running", tone: "busy", text };
  }
  if (tally.settling > 0 && tally.settling === tally.sent && tally.planned === 0) {
    return { key: "running", tone: "busy", text: texts.summary.checking };
  }
  const text = texts.summary.running(done, all);
  return { key: "running", tone: "busy", text };
}

function attention({ steps, tally }: Batch): string {
  const of = (kind: StepState["kind"]) => steps.filter((s) => s.state.kind === kind).length;
  return texts.summary.attention(of("superseded"), of("not-confirmed"), tally.all);
}

/** A batch's name: its cluster, if there is only one, or else its title. */
export function batchName({ title, changes }: Pick<Batch, "title" | "changes">): string {
  const [first, ...others] = changes;
  return first && others.length === 0 ? texts.changesTo(first.clusterName) : title;
}

export function extent({ steps, changes }: Batch): string {
  return texts.extent(steps.length, changes.length);
}
