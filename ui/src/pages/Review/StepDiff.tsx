import type { HistoryStep, PrincipalView, Step } from "../../ipc";
import { cx } from "../../kit";

type Diffed = Pick<
  Step | HistoryStep,
  "region" | "action" | "before" | "after" | "added" | "removed"
>;

/** A step's list as lines: removed with −, added with +, the rest counted. */
export function StepDiff({
  step,
  isPast = false,
  isWarned = false,
}: {
  step: Diffed;
  isPast?: boolean;
  /** A warning says already that nobody will be left. */
  isWarned?: boolean;
}) {
  const lines: { sign: "+" | "−"; principal: PrincipalView }[] = [
    ...step.removed.map((principal) => ({ sign: "−" as const, principal })),
    ...step.added.map((principal) => ({ sign: "+" as const, principal })),
  ];
  return (
    <div>
      {lines.length > 0 && (
        <ul
          aria-label={`Changes in ${step.region}`}
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
              <span className="sr-only">{sign === "+" ? "add" : "remove"}</span>
              <span className="min-w-0 break-all select-text">{principal.text}</span>
            </li>
          ))}
        </ul>
      )}
      {!isWarned && (
        <p className={cx("text-xs text-dim", lines.length > 0 && "mt-1.5")}>
          {aftermath(step, isPast)}
        </p>
      )}
    </div>
  );
}

function aftermath(step: Diffed, isPast: boolean): string {
  const kept = step.after.length - step.added.length;
  if (step.action === "delete") {
    return isPast
      ? "The endpoint was deleted."
      : "Nothing can connect through it afterwards. A new endpoint gets a new service name.";
  }
  if (step.after.length === 0) return "Afterwards nobody may connect.";
  const total = isPast
    ? `${step.after.length} on the list afterwards`
    : `${step.after.length} may connect afterwards`;
  return kept > 0 ? `${total}, ${kept} of them as before.` : `${total}.`;
}
