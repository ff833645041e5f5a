import { type HistoryStep, type PrincipalView, type Step, useOwnerNames } from "../../ipc";
import { cx } from "../../kit";
import { OwnerLabel } from "../../parts/OwnerLabel";
import { nameOf } from "../../parts/ownerNames";
import { texts } from "./texts";

type Diffed = Pick<
  Step | HistoryStep,
  "region" | "action" | "before" | "after" | "added" | "removed"
>;

/** What a step changes: removed principals with −, added ones with +, and how many stay. */
export function StepDiff({
  step,
  past = null,
  isWarned = false,
}: {
  step: Diffed;
  /** Whether a past step took effect; null: it is planned or in progress. */
  past?: "done" | "not-done" | null;
  /** A warning already says that no one can connect after the change. */
  isWarned?: boolean;
}) {
  const names = useOwnerNames();
  const lines: { sign: "+" | "−"; principal: PrincipalView }[] = [
    ...step.removed.map((principal) => ({ sign: "−" as const, principal })),
    ...step.added.map((principal) => ({ sign: "+" as const, principal })),
  ];
  return (
    <div>
      {lines.length > 0 && (
        <ul
          aria-label={texts.changesIn(step.region)}
          className="overflow-hidden rounded-md border border-line-soft"
        >
          {lines.map(({ sign, principal }) => (
            <li
              key={sign + principal.text}
              className={cx("mono flex gap-2 px-2.5 py-1", sign === "+" ? "bg-ok-bg" : "bg-bad-bg")}
            >
              <span
                aria-hidden="true"
                className={cx("w-2 font-semibold", sign === "+" ? "text-ok" : "text-bad")}
              >
                {sign}
              </span>
              <span className="sr-only">{sign === "+" ? texts.add : texts.remove}</span>
              <span className="min-w-0 flex-1 break-all select-text">{principal.text}</span>
              <OwnerLabel name={nameOf(names, principal)} />
            </li>
          ))}
        </ul>
      )}
      {!isWarned && past !== "not-done" && (
        <p className={cx("text-xs text-dim", lines.length > 0 && "mt-1.5")}>
          {aftermath(step, past !== null)}
        </p>
      )}
    </div>
  );
}

function aftermath(step: Diffed, isPast: boolean): string {
  if (step.action === "delete") return isPast ? texts.deleted : texts.afterDeleting;
  if (step.after.length === 0) return isPast ? texts.noneAfterPast : texts.noneAfter;
  return texts.principalsAfter(step.after.length, step.after.length - step.added.length);
}
