import type { Decision, Draft, Step, Wish } from "../../ipc";

/** The draft after the user decided about a step's conflicts: its wish begins from the list as it is now. */
export function decided(draft: Draft, step: Step, decision: Decision): Draft {
  const wishes = draft.wishes.flatMap((wish) =>
    wish.regionId === step.regionId ? settle(wish, step, decision) : [wish],
  );
  return { ...draft, wishes };
}

function settle(wish: Wish, step: Step, decision: Decision): Wish[] {
  if (wish.kind !== "edit") return decision === "mine" ? [wish] : [];
  if (step.conflicts.some((c) => c.kind === "vanished")) {
    return decision === "mine"
      ? [{ kind: "create", regionId: wish.regionId, principals: wish.mine }]
      : [];
  }
  const disputed = new Set(
    step.conflicts.flatMap((c) => (c.kind === "principal" ? [c.principal.text] : [])),
  );
  const mineToo = (text: string) => decision === "mine" || !disputed.has(text);
  const added = wish.mine.filter((t) => !wish.base.includes(t) && mineToo(t));
  const removed = wish.base.filter((t) => !wish.mine.includes(t) && mineToo(t));
  const now = step.before.map((p) => p.text);
  const kept = now.filter((t) => !removed.includes(t));
  return [
    {
      kind: "edit",
      regionId: wish.regionId,
      base: now,
      mine: [...kept, ...added.filter((t) => !kept.includes(t))],
    },
  ];
}
