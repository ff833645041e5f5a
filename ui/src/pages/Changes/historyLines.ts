import type { HistoryEntry, HistoryResult, VpcResult } from "../../ipc";
import type { Tone } from "../../kit";
import { shortDay, weekday } from "../../parts/age";
import { texts } from "./texts";

export type HistoryLine =
  | { kind: "day"; key: string; title: string }
  | { kind: "entry"; key: string; entry: HistoryEntry };

/** The entries with a heading for each day, in the user's time zone. */
export function linesByDay(
  entries: readonly HistoryEntry[],
  now: Date = new Date(),
): HistoryLine[] {
  const lines: HistoryLine[] = [];
  let last = "";
  for (const entry of entries) {
    const when = new Date(entry.started);
    const day = when.toDateString();
    if (day !== last) lines.push({ kind: "day", key: `day ${day}`, title: dayName(when, now) });
    last = day;
    lines.push({ kind: "entry", key: `${entry.kind} ${entry.batch} ${entry.started}`, entry });
  }
  return lines;
}

function dayName(when: Date, now: Date): string {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (when.toDateString() === now.toDateString()) return texts.today;
  if (when.toDateString() === yesterday.toDateString()) return texts.yesterday;
  return `${weekday(when)}, ${shortDay(when.toISOString(), now)}`;
}

const results: Record<HistoryResult, { tone: Tone; text: string }> = {
  confirmed: { tone: "ok", text: texts.results.confirmed },
  "settled-happened": { tone: "ok", text: texts.results.applied },
  failed: { tone: "bad", text: texts.results.failed },
  "not-confirmed": { tone: "warn", text: texts.results.notConfirmed },
  superseded: { tone: "warn", text: texts.results.overwritten },
  conflict: { tone: "warn", text: texts.results.conflict },
  "not-sent": { tone: "off", text: texts.results.notSent },
  "settled-not": { tone: "off", text: texts.results.notApplied },
  open: { tone: "busy", text: texts.results.open },
  seen: { tone: "info", text: texts.results.seen },
};

const vpcResults: Record<VpcResult["kind"], { tone: Tone; text: string }> = {
  accepted: { tone: "ok", text: texts.results.accepted },
  failed: { tone: "bad", text: texts.results.failed },
  unknown: { tone: "warn", text: texts.results.noAnswer },
};

export const resultWords = (result: HistoryResult) => results[result];

/** Whether a step is known to have left the list, or removed the endpoint, as planned. */
export function tookEffect(result: HistoryResult): boolean {
  return result === "confirmed" || result === "settled-happened" || result === "seen";
}

const worst: readonly HistoryResult[] = [
  "failed",
  "conflict",
  "superseded",
  "not-confirmed",
  "open",
  "settled-not",
  "not-sent",
];

/** How an entry ended as a whole: its worst result, and for how many steps. */
export function outcome({ results: counts, stepsTotal, shortened, vpc }: HistoryEntry): {
  tone: Tone;
  text: string;
} {
  if (vpc) return vpcResults[vpc.result.kind];
  if (shortened) {
    const { deleted } = shortened;
    return { tone: deleted === 0 ? "off" : "warn", text: texts.changesDeleted(deleted) };
  }
  for (const result of worst) {
    const found = counts.find((c) => c.result === result);
    if (!found) continue;
    const { tone, text } = results[result];
    return { tone, text: stepsTotal === 1 ? text : texts.ofAll(found.steps, stepsTotal, text) };
  }
  const [first] = counts;
  if (!first) return { tone: "off", text: texts.noSteps };
  if (first.result === "seen") return results.seen;
  return {
    tone: "ok",
    text: stepsTotal === 1 ? results[first.result].text : texts.results.confirmed,
  };
}

/** Which endpoints an entry changed, in a few words. */
export function whereabouts({
  steps,
  stepsTotal,
}: Pick<HistoryEntry, "steps" | "stepsTotal">): string {
  const [first] = steps;
  if (!first) return "";
  if (stepsTotal > steps.length) return texts.endpoints(stepsTotal);
  if (steps.length === 1) return `${first.clusterName} ${first.region}`;
  const clusters = new Set(steps.map((s) => s.clusterId)).size;
  return clusters === 1
    ? texts.endpointsIn(steps.length, first.clusterName)
    : texts.extent(steps.length, clusters);
}

/** A duration, kept short: "420 ms", "4.2 s", "1 min 14 s". */
export function lasted(ms: number): string {
  if (ms < 950) return `${Math.max(1, Math.round(ms / 10) * 10)} ms`;
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
