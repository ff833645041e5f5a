import type { BatchId, Change, RunningStep, Tally } from "../../ipc";
import type { Tone } from "../../kit";
import { endpointsIn } from "../Review/planLines";
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

/** The tallies that the shell gives for each change, together. */
function tallyOf(changes: readonly Change[]): Tally {
  const sum = { ...noSteps };
  for (const { tally } of changes) for (const key of keys) sum[key] += tally[key];
  return sum;
}

/** The tally of no steps at all. */
export const noSteps: Tally = {
  all: 0,
  done: 0,
  failed: 0,
  notConfirmed: 0,
  superseded: 0,
  decisions: 0,
  sent: 0,
  waiting: 0,
  planned: 0,
  notSent: 0,
  settled: 0,
  settling: 0,
  again: 0,
  rest: 0,
};
const keys = Object.keys(noSteps) as (keyof Tally)[];

/** How many steps were overwritten, were not confirmed, or need a decision. */
export function attentionOf({ superseded, notConfirmed, decisions }: Tally): number {
  return superseded + notConfirmed + decisions;
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
  const { rest } = tally;
  if (rest > 0) {
    return { key: "recovered", tone: "warn", text: texts.summary.interrupted(rest) };
  }
  if (tally.failed > 0) {
    return { key: "failed", tone: "bad", text: texts.summary.failed(tally.failed, all) };
  }
  if (tally.decisions > 0) {
    return { key: "attention", tone: "warn", text: texts.summary.decisions(tally.decisions) };
  }
  if (attentionOf(tally) > 0) {
    const text = texts.summary.attention(tally.superseded, tally.notConfirmed, all);
    return { key: "attention", tone: "warn", text };
  }
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

/** A batch's name: its cluster, if there is only one, or else its title. */
export function batchName({ title, changes }: Pick<Batch, "title" | "changes">): string {
  const [first, ...others] = changes;
  return first && others.length === 0 ? texts.changesTo(first.clusterName) : title;
}

export function extent({ steps, changes }: Batch): string {
  return texts.extent(endpointsIn(steps.map((running) => running.step)), changes.length);
}
