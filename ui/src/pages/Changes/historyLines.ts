import type { HistoryEntry, HistoryResult } from "../../ipc";
import type { Tone } from "../../kit";
import { count } from "../../parts/words";

export type HistoryLine =
  | { kind: "day"; key: string; title: string }
  | { kind: "entry"; key: string; entry: HistoryEntry };

/** The entries with a heading for each day, newest first, in the reader's own zone. */
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
  if (when.toDateString() === now.toDateString()) return "Today";
  if (when.toDateString() === yesterday.toDateString()) return "Yesterday";
  const sameYear = when.getFullYear() === now.getFullYear();
  return when.toLocaleDateString(undefined, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: sameYear ? undefined : "numeric",
  });
}

const results: Record<HistoryResult, { tone: Tone; text: string }> = {
  confirmed: { tone: "ok", text: "confirmed" },
  "settled-happened": { tone: "ok", text: "happened, by reading" },
  failed: { tone: "bad", text: "failed" },
  "not-confirmed": { tone: "warn", text: "not confirmed" },
  superseded: { tone: "warn", text: "replaced by somebody else's" },
  conflict: { tone: "warn", text: "in conflict" },
  "not-sent": { tone: "off", text: "not sent" },
  "settled-not": { tone: "off", text: "didn't happen, by reading" },
  open: { tone: "busy", text: "under way" },
  seen: { tone: "info", text: "seen" },
};

export const resultWords = (result: HistoryResult) => results[result];

const worst: readonly HistoryResult[] = [
  "failed",
  "conflict",
  "superseded",
  "not-confirmed",
  "open",
  "settled-not",
  "not-sent",
];

/** How an entry ended as a whole: the worst of its steps, and how many. */
export function outcome({ results: counts, stepsTotal, shortened }: HistoryEntry): {
  tone: Tone;
  text: string;
} {
  if (shortened) {
    const { deleted } = shortened;
    return deleted === 0
      ? { tone: "off", text: "nothing deleted" }
      : { tone: "warn", text: `${count(deleted, "change")} deleted` };
  }
  for (const result of worst) {
    const found = counts.find((c) => c.result === result);
    if (!found) continue;
    const { tone, text } = results[result];
    return { tone, text: stepsTotal === 1 ? text : `${found.steps} of ${stepsTotal} ${text}` };
  }
  const [first] = counts;
  if (!first) return { tone: "off", text: "nothing" };
  if (first.result === "seen") return results.seen;
  return { tone: "ok", text: stepsTotal === 1 ? results[first.result].text : "confirmed" };
}

/** Where an entry's steps are, in a few words. */
export function whereabouts({
  steps,
  stepsTotal,
}: Pick<HistoryEntry, "steps" | "stepsTotal">): string {
  const [first] = steps;
  if (!first) return "";
  if (stepsTotal > steps.length) return count(stepsTotal, "endpoint");
  if (steps.length === 1) return `${first.clusterName} ${first.region}`;
  const clusters = new Set(steps.map((s) => s.clusterId)).size;
  const regions = count(steps.length, "endpoint");
  return clusters === 1
    ? `${regions} of ${first.clusterName}`
    : `${regions} in ${count(clusters, "cluster")}`;
}

/** For how long the history is kept. Null: for ever. */
export function keptFor(days: number | null): string {
  return days === null ? "for ever" : count(days, "day");
}

/** How long something took, in words that stay short. */
export function lasted(ms: number): string {
  if (ms < 950) return `${Math.max(1, Math.round(ms / 10) * 10)} ms`;
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
