import type { BulkPlan, Decision, Step } from "../../ipc";

/** What the user decided, by region id. */
export type Decisions = ReadonlyMap<string, Decision>;

/** The steps whose conflicts nobody has decided yet. */
export function undecided(
  plan: BulkPlan,
  decisions: Decisions,
  leftOut: ReadonlySet<string>,
): Step[] {
  return plan.plans.flatMap((p) =>
    p.steps.filter(
      (s) => s.conflicts.length > 0 && !decisions.has(s.regionId) && !leftOut.has(s.regionId),
    ),
  );
}
