import type { BulkPlan, Decision, Step } from "../../ipc";
import { unreadIds } from "./planLines";

/** The user's decisions by region id. */
export type Decisions = ReadonlyMap<string, Decision>;

/** The included steps whose conflicts are not decided yet. */
export function undecided(
  plan: BulkPlan,
  decisions: Decisions,
  excluded: ReadonlySet<string>,
): Step[] {
  const unread = unreadIds(plan);
  const read = plan.plans.filter((p) => !unread.has(p.clusterId));
  return read.flatMap((p) =>
    p.steps.filter(
      (s) => s.conflicts.length > 0 && !decisions.has(s.regionId) && !excluded.has(s.regionId),
    ),
  );
}
