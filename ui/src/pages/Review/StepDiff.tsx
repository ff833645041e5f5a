import type { PrincipalView, Step } from "../../ipc";
import { cx } from "../../kit";

/** A step's list as lines: removed with −, added with +, the rest counted. */
export function StepDiff({ step }: { step: Step }) {
  const lines: { sign: "+" | "−"; principal: PrincipalView }[] = [
    ...step.removed.map((principal) => ({ sign: "−" as const, principal })),
    ...step.added.map((principal) => ({ sign: "+" as const, principal })),
  ];
  const kept = step.after.length - step.added.length;
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
      <p className="mt-1.5 text-xs text-dim">{aftermath(step, kept)}</p>
    </div>
  );
}

function aftermath(step: Step, kept: number): string {
  if (step.action === "delete")
    return "Nothing can connect through it afterwards. A new endpoint gets a new service name.";
  if (step.after.length === 0) return "Afterwards nobody may connect.";
  const total = `${step.after.length} may connect afterwards`;
  return kept > 0 ? `${total}, ${kept} of them as before.` : `${total}.`;
}
