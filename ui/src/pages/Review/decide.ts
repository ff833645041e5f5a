import type { BulkPlan, Decision, Goal, Step, Wish } from "../../ipc";

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

/** The plan as a goal that begins from the lists as they are now, with the conflicts decided. */
export function decided(plan: BulkPlan, decisions: Decisions): Goal {
  const drafts = plan.plans.map((p) => ({
    clusterId: p.clusterId,
    wishes: p.steps.flatMap((step) => wishOf(step, decisions.get(step.regionId) ?? "theirs")),
  }));
  return { kind: "drafts", drafts: drafts.filter((d) => d.wishes.length > 0) };
}

const texts = (list: Step["before"]) => list.map((p) => p.text);

function wishOf(step: Step, decision: Decision): Wish[] {
  const { regionId, action } = step;
  const isVanished = step.conflicts.some((c) => c.kind === "vanished");
  if (isVanished) {
    return decision === "mine" && action !== "delete"
      ? [{ kind: "create", regionId, principals: texts(step.after) }]
      : [];
  }
  if (action === "create") return [{ kind: "create", regionId, principals: texts(step.after) }];
  if (action === "delete") return [{ kind: "delete", regionId }];
  const base = texts(step.before);
  const mine = new Set(texts(step.after));
  for (const conflict of step.conflicts) {
    if (conflict.kind !== "principal") continue;
    const { text } = conflict.principal;
    // `after` may hold either side of what is disputed.
    const isIn = decision === "mine" ? conflict.mine === "added" : base.includes(text);
    if (isIn) mine.add(text);
    else mine.delete(text);
  }
  const kept = base.filter((t) => mine.has(t));
  const added = [...mine].filter((t) => !base.includes(t));
  return [{ kind: "edit", regionId, base, mine: [...kept, ...added] }];
}
