import { describe, expect, it } from "vitest";
import type { StepState } from "../../ipc";
import { changeOf, entry, pastStep, plansOver } from "../../test/plans";
import { batchesOf, batchName, restOf, summary } from "./batches";
import { lasted, linesByDay, outcome, whereabouts } from "./historyLines";

const at = "2026-11-24T10:00:00Z";
const states: Record<string, StepState> = {
  planned: { kind: "planned" },
  waiting: { kind: "waiting", reason: "busy" },
  sending: { kind: "sending" },
  confirmed: { kind: "confirmed", at },
  failed: { kind: "failed", problem: { code: "other", message: "No.", hint: "" } },
  conflict: { kind: "conflict", conflicts: [], now: [] },
  superseded: { kind: "superseded", now: [] },
  "not-confirmed": { kind: "not-confirmed", reason: "" },
  "not-sent": { kind: "not-sent" },
  settled: { kind: "settled", at, happened: true, reason: "" },
  missed: { kind: "settled", at, happened: false, reason: "" },
};

/** One batch, a cluster for each state. */
function batchIn(kinds: string[], change: Parameters<typeof changeOf>[2] = {}) {
  const plans = plansOver(
    kinds.map((_, i) => `c${i}`),
    ["east"],
  );
  const changes = plans.map((p, i) => {
    const state = states[kinds[i] ?? ""];
    if (!state) throw new Error(`no state ${kinds[i]}`);
    return changeOf(p, state, change);
  });
  const [batch] = batchesOf(changes);
  if (!batch) throw new Error("no batch");
  return batch;
}

describe("a batch in one line", () => {
  it.each([
    [["sending"], "applying…", "running"],
    [["confirmed", "sending"], "1 of 2 confirmed", "running"],
    [["waiting"], "waiting for the cluster", "running"],
    [["confirmed", "confirmed"], "all 2 confirmed", "done"],
    [["confirmed", "settled"], "all 2 confirmed", "done"],
    [["failed", "sending"], "1 of 2 failed", "failed"],
    [["conflict", "confirmed"], "needs your decision", "attention"],
    [
      ["superseded", "not-confirmed"],
      "1 overwritten by someone else, 1 not confirmed",
      "attention",
    ],
  ])("%s: %s", (kinds, text, key) => {
    expect(summary(batchIn(kinds))).toMatchObject({ text, key });
  });

  it("says what is left after canceling", () => {
    const running = batchIn(["confirmed", "sending", "not-sent"], { cancelled: true });
    expect(summary(running).text).toBe("finishing what was sent");
    const over = batchIn(["confirmed", "not-sent"], { cancelled: true, finished: true });
    expect(summary(over)).toMatchObject({ key: "cancelled", text: "1 of 2 confirmed, 1 not sent" });
  });

  it("says what was not sent when Postern quit", () => {
    const batch = batchIn(["settled", "missed", "planned", "planned"], { recovered: true });
    expect(restOf(batch)).toBe(3);
    expect(summary(batch)).toMatchObject({ key: "recovered", text: "interrupted, 3 not sent" });
    expect(batch.tally).toMatchObject({ settled: 2, done: 1 });
  });

  it("doesn't count uncertain steps as not sent after Postern quit", () => {
    const batch = batchIn(["waiting"], { recovered: true });
    expect(restOf(batch)).toBe(0);
    expect(summary(batch)).toMatchObject({ key: "running", text: "checking what happened" });
    const more = batchIn(["waiting", "planned"], { recovered: true });
    expect(summary(more).text).toBe("interrupted, 1 not sent");
    expect(more.tally).toMatchObject({ sent: 1, settling: 1, waiting: 0 });
  });

  it("retries only steps that failed, were not confirmed or not sent", () => {
    const kinds = ["confirmed", "failed", "not-confirmed", "not-sent", "sending", "missed"];
    expect(batchIn(kinds).tally.again).toBe(4);
  });
});

it("is named after its cluster if there is only one", () => {
  expect(batchName(batchIn(["sending"]))).toBe("Changes to c0");
  expect(batchName(batchIn(["sending", "sending"]))).toBe("Add 1 principal to 4 endpoints");
});

it("groups changes by batch, and ends with the batch's last change", () => {
  const [a, b, c] = plansOver(["a", "b", "c"], ["east"]);
  if (!a || !b || !c) throw new Error("no plan");
  const state = { kind: "confirmed", at } as const;
  const batches = batchesOf([
    changeOf(a, state, { finished: true, ended: "2026-11-24T10:00:05Z" }),
    changeOf(b, state, { batch: "other", finished: true, ended: "2026-11-24T10:00:07Z" }),
    changeOf(c, state, { finished: true, ended: "2026-11-24T10:00:09Z" }),
  ]);
  expect(batches.map((x) => [x.id, x.ended, x.changes.length])).toEqual([
    ["batch-1", "2026-11-24T10:00:09Z", 2],
    ["other", "2026-11-24T10:00:07Z", 1],
  ]);
});

describe("a history entry in words", () => {
  const now = new Date(2026, 10, 24, 12);
  const days = (...back: number[]) =>
    back.map((n, i) =>
      entry({ batch: `b${i}`, started: new Date(2026, 10, 24 - n, 9).toISOString() }),
    );

  it("is under a heading for its day", () => {
    const lines = linesByDay(days(0, 0, 1, 400), now);
    expect(lines.map((l) => (l.kind === "day" ? l.title : l.entry.batch))).toEqual([
      "Today",
      "b0",
      "b1",
      "Yesterday",
      "b2",
      expect.stringMatching(/2025/),
      "b3",
    ]);
  });

  it("shows its worst step's result", () => {
    const [ok, bad] = [pastStep(), pastStep({ result: "failed", regionId: "r-2" })];
    expect(outcome(entry({ steps: [ok, bad] })).text).toBe("1 of 2 failed");
    expect(outcome(entry({ steps: [ok] }))).toMatchObject({ tone: "ok", text: "confirmed" });
    expect(outcome(entry({ steps: [pastStep({ result: "seen" })] })).text).toBe("noticed");
    // Steps that the page has not read count as well.
    const results = [
      { result: "confirmed", steps: 297 },
      { result: "failed", steps: 3 },
    ] as const;
    const big = entry({ steps: [ok], stepsTotal: 300, results: [...results] });
    expect(outcome(big)).toMatchObject({ tone: "bad", text: "3 of 300 failed" });
  });

  it("says which endpoints it changed", () => {
    const [one, two] = [pastStep(), pastStep({ regionId: "r-2", region: "eu-west-1" })];
    const far = pastStep({ clusterId: "c-2", regionId: "r-3" });
    expect(whereabouts(entry({ steps: [one] }))).toBe("orders us-west-2");
    expect(whereabouts(entry({ steps: [one, two] }))).toBe("2 endpoints in orders");
    expect(whereabouts(entry({ steps: [one, two, far] }))).toBe("3 endpoints in 2 clusters");
    expect(whereabouts(entry({ steps: [one], stepsTotal: 300 }))).toBe("300 endpoints");
  });

  it.each([
    [420, "420 ms"],
    [4_240, "4.2 s"],
    [9_960, "10 s"],
    [59_700, "1 min 0 s"],
    [74_000, "1 min 14 s"],
    [3_599_900, "1 h 0 min"],
    [7_260_000, "2 h 1 min"],
  ])("took %d ms: %s", (ms, text) => expect(lasted(ms)).toBe(text));
});
