// A believable history: for looking at the Changes page.
import type { HistoryEntry, HistoryResult, HistoryStep, Snapshot } from "../src/ipc";
import { principal } from "../src/test/fixtures";
import { resultsOf } from "../src/test/plans";

const batch = principal("arn:aws:iam::730155824960:role/batch");
const audit = principal("arn:aws:iam::998877665544:root");

/** What was done to the first endpoints of the inventory over some days. */
export function past(snapshot: Snapshot, now: number = Date.now()): HistoryEntry[] {
  const all = snapshot.clusters.flatMap((cluster) =>
    cluster.regions
      .filter((r) => r.endpoint.kind !== "none")
      .map((region) => ({ cluster, region })),
  );
  const step = (
    at: number,
    result: HistoryResult,
    change: Partial<HistoryStep> = {},
  ): HistoryStep => {
    const { cluster, region } = all[at % all.length] ?? refuse();
    const before = region.endpoint.kind === "none" ? [] : (region.endpoint.principals ?? []);
    return {
      clusterId: cluster.id,
      clusterName: cluster.name,
      regionId: region.id,
      region: region.region,
      action: "edit",
      before,
      after: [...before, audit],
      added: [audit],
      removed: [],
      result,
      reason: "",
      sent: null,
      ended: null,
      ...change,
    };
  };
  let serial = 0;
  const entry = (
    minutes: number,
    title: string,
    steps: HistoryStep[],
    change: Partial<HistoryEntry> = {},
  ): HistoryEntry => {
    const started = new Date(now - minutes * 60_000);
    return {
      batch: `past-${++serial}`,
      kind: "ours",
      title,
      accountName: snapshot.accountName,
      projectName: snapshot.projectName,
      profileName: "Northwind",
      started: started.toISOString(),
      ended: new Date(started.getTime() + 14_200).toISOString(),
      tookMs: 14_200,
      shortened: null,
      revertible: steps.filter((s) => s.result !== "failed").length,
      steps,
      stepsTotal: steps.length,
      results: resultsOf(steps),
      ...change,
    };
  };
  const seen = { kind: "seen", profileName: null, ended: null, tookMs: null } as const;
  return [
    entry(12, "Add 1 principal to 5 endpoints", [
      step(0, "confirmed"),
      step(1, "confirmed"),
      step(2, "confirmed"),
      step(3, "confirmed"),
      step(4, "failed", { reason: "The service refused: the cluster was deleted meanwhile." }),
    ]),
    entry(
      95,
      "checkout eu-central-1 was changed",
      [step(4, "seen", { added: [], removed: [batch] })],
      {
        ...seen,
      },
    ),
    entry(
      160,
      "Remove 7301…4960 role/batch from 12 endpoints",
      [
        ...Array.from({ length: 12 }, (_, i) =>
          step(i, "confirmed", { added: [], removed: [batch] }),
        ),
      ],
      { tookMs: 74_000 },
    ),
    entry(
      1500,
      "Create 2 endpoints",
      [
        step(5, "confirmed", { action: "create", before: [] }),
        step(6, "settled-happened", {
          action: "create",
          before: [],
          reason: "Postern ended before the answer came; a read shows the endpoint.",
        }),
      ],
      { tookMs: 312_000 },
    ),
    entry(
      1700,
      "orders us-east-1 was created",
      [step(7, "seen", { action: "create", before: [] })],
      {
        ...seen,
      },
    ),
    entry(6000, "Delete 1 endpoint", [
      step(8, "confirmed", { action: "delete", after: [], added: [], removed: [batch] }),
    ]),
    ...Array.from({ length: 140 }, (_, i) =>
      entry(8000 + i * 300, `Change access in ${all[i % all.length]?.region.region}`, [
        step(i, i % 11 === 3 ? "superseded" : "confirmed"),
      ]),
    ),
  ];
}

function refuse(): never {
  throw new Error("the inventory has no endpoint");
}
