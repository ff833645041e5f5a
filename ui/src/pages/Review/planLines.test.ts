import { describe, expect, it } from "vitest";
import { principal } from "../../test/fixtures";
import { audit, bulkPlan, payments, plan, plansOver, step } from "../../test/plans";
import { undecided } from "./decide";
import { planLines, tallyPlan } from "./planLines";

const none: ReadonlySet<string> = new Set();
const names = (of: ReturnType<typeof planLines>) =>
  of.map((line) =>
    line.kind === "cluster"
      ? line.plan.clusterName
      : line.kind === "step"
        ? line.step.regionId
        : line.kind,
  );
const busy = { kind: "busy", text: "The cluster is busy." } as const;
const paused = { code: "other", message: "The cluster is paused.", hint: "" } as const;

describe("the review's lines", () => {
  it("are grouped by cluster, with what needs attention first", () => {
    const plans = plansOver(["a", "b"], ["east", "west"]);
    const west = plans[1]?.steps[1];
    if (west) west.warnings = [busy];
    const [third] = plansOver(["c"], ["east"]);
    if (!third) throw new Error("no plan");
    third.steps[0] = { ...step({ regionId: "c/east" }), conflicts: [{ kind: "vanished" }] };
    expect(names(planLines(bulkPlan([...plans, third]), "", "all"))).toEqual([
      "c",
      "c/east",
      "b",
      "b/west",
      "b/east",
      "a",
      "a/east",
      "a/west",
    ]);
  });

  it("keep the steps of an endpoint that is recreated together and in order", () => {
    const deletion = step({ regionId: "a/west", action: "delete" });
    const creation = { ...step({ regionId: "a/west", action: "create" }), warnings: [busy] };
    const [one] = plansOver(["a"], ["east"]);
    if (!one) throw new Error("no plan");
    one.steps.push(deletion, creation);
    const plan = bulkPlan([one]);
    const lines = planLines(plan, "", "all");
    expect(lines.map((l) => (l.kind === "step" ? l.step.action : l.kind))).toEqual([
      "cluster",
      "delete",
      "create",
      "edit",
    ]);
    expect(new Set(lines.map((l) => l.key)).size).toBe(lines.length);
    expect(tallyPlan(plan, none)).toMatchObject({ sent: 3, endpoints: 2 });
  });

  it("end with the clusters that could not be read, without their steps", () => {
    const unread = (name: string) => ({
      clusterId: `id-${name}`,
      clusterName: name,
      problem: { code: "offline", message: "No answer.", hint: "" } as const,
    });
    const plans = plansOver(["a", "b"], ["east"]);
    const whole = bulkPlan(plans, { unread: [unread("b"), unread("c")] });
    expect(names(planLines(whole, "", "all"))).toEqual([
      "a",
      "a/east",
      "unread-head",
      "unread",
      "unread",
    ]);
    expect(names(planLines(whole, "c", "all"))).toContain("unread");
    expect(names(planLines(whole, "", "warnings"))).toEqual([]);
    expect(tallyPlan(whole, none)).toMatchObject({ steps: 1, out: ["b/east"] });
    // The notice above the list names one that is the only one.
    const one = bulkPlan(plans, { unread: [unread("b")] });
    expect(names(planLines(one, "", "all"))).toEqual(["a", "a/east"]);
  });

  it("can be filtered by text, warnings and conflicts", () => {
    const plans = plansOver(["orders", "catalog"], ["east", "west"]);
    const one = plans[0]?.steps[0];
    if (one) one.warnings = [busy];
    const whole = bulkPlan(plans);
    expect(names(planLines(whole, "catalog WEST", "all"))).toEqual(["catalog", "catalog/west"]);
    expect(names(planLines(whole, "998877665544", "all"))).toHaveLength(6);
    expect(names(planLines(whole, "", "warnings"))).toEqual(["orders", "orders/east"]);
    expect(planLines(whole, "", "conflicts")).toEqual([]);
  });

  it("end with skipped endpoints and the reasons", () => {
    const skipped = [{ clusterName: "ledger", region: "westus3", reason: "It is on Azure." }];
    const whole = bulkPlan(plansOver(["orders"], ["east"]), { skipped, unchanged: 3 });
    expect(names(planLines(whole, "", "all"))).toEqual([
      "orders",
      "orders/east",
      "unsent",
      "skipped",
    ]);
    expect(names(planLines(whole, "azure", "all"))).toEqual(["unsent", "skipped"]);
    expect(names(planLines(whole, "orders", "all"))).toEqual(["orders", "orders/east"]);
  });
});

describe("a plan's totals", () => {
  it("count what would be sent, without excluded or blocked steps", () => {
    const [a, b, c] = plansOver(["a", "b", "c"], ["east", "west"]);
    if (!a || !b || !c) throw new Error("no plan");
    c.blocked = paused;
    const sums = tallyPlan(bulkPlan([a, b, c]), new Set(["a/east", "a/west", "b/east"]));
    expect(sums).toMatchObject({
      steps: 4,
      sent: 1,
      clusters: 1,
      endpoints: 1,
      excluded: 3,
      blocked: 2,
    });
    expect(sums.out).toEqual(["a/east", "a/west", "b/east", "c/east", "c/west"]);
  });
});

describe("resolving conflicts", () => {
  const batch = principal("arn:aws:iam::730155824960:role/batch");
  const disputed = step({
    regionId: "disputed",
    before: [payments, batch],
    after: [payments, batch, audit],
    added: [audit],
    conflicts: [{ kind: "principal", principal: batch, mine: "removed", theirs: "added" }],
  });
  const gone = step({ regionId: "gone", conflicts: [{ kind: "vanished" }] });
  const whole = bulkPlan([plan({ steps: [disputed, gone, step({ regionId: "plain" })] })]);

  it("is required for every included step with a conflict", () => {
    const ids = (left: ReadonlySet<string>) =>
      undecided(whole, new Map(), left).map((s) => s.regionId);
    expect(ids(none)).toEqual(["disputed", "gone"]);
    expect(ids(new Set(["gone"]))).toEqual(["disputed"]);
  });
});
