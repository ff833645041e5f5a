import type { Decision, Plan, Step } from "../../ipc";
import { cx, Icon, Notice, Tick } from "../../kit";
import { Conflicts } from "./Conflicts";
import { StepDiff } from "./StepDiff";
import { texts } from "./texts";

interface Props {
  plan: Plan;
  step: Step;
  /** Whether the plan has other clusters, so that names have to say which one is meant. */
  isOneOfMany: boolean;
  isOut: boolean;
  decision: Decision | null;
  /** Null: it is the only step, so excluding it makes no sense. */
  onLeaveOut: ((out: boolean) => void) | null;
  onDecide: (decision: Decision) => void;
}

/** One endpoint's change before it is sent: warnings first. */
export function StepPlan({
  plan,
  step,
  isOneOfMany,
  isOut,
  decision,
  onLeaveOut,
  onDecide,
}: Props) {
  const place = isOneOfMany ? `${plan.clusterName} ${step.region}` : step.region;
  const name = `${texts.action(step.action)} ${place}`;
  const isDim = isOut || plan.blocked !== null;
  const theirs = step.theirs;
  return (
    <section
      aria-label={name}
      className={cx("flex flex-col gap-2 py-3 pr-5", onLeaveOut ? "pl-[52px]" : "pl-5")}
    >
      <div className="relative flex min-h-6 items-center gap-2">
        {onLeaveOut && (
          <Tick
            label={texts.includeStep(name)}
            ticked={isDim ? "none" : "all"}
            disabledReason={plan.blocked?.message ?? null}
            onPress={() => onLeaveOut(!isOut)}
            className="absolute -left-[38px]"
          />
        )}
        <h4 className={cx("min-w-0 truncate font-medium", isDim && "text-dim")}>
          {texts.action(step.action)}{" "}
          <span className="mono text-base font-semibold">{step.region}</span>
        </h4>
        {!isDim && <Sums step={step} />}
        {isOut && <span className="text-sm text-dim">{texts.excluded}</span>}
      </div>
      {!isDim && (
        <>
          {step.warnings.map((warning) => (
            <Notice key={warning.kind + warning.text} tone="warn" plain={isOneOfMany}>
              {warning.text}
            </Notice>
          ))}
          {step.conflicts.length > 0 && (
            <Conflicts
              conflicts={step.conflicts}
              region={step.region}
              decision={decision}
              onDecide={onDecide}
            />
          )}
          {theirs && theirs.added.length + theirs.removed.length > 0 && (
            <Notice tone="info" title={texts.theirsKept}>
              {theirs.added.map((p) => (
                <div key={p.text} className="mono break-all">
                  + {p.text}
                </div>
              ))}
              {theirs.removed.map((p) => (
                <div key={p.text} className="mono break-all">
                  − {p.text}
                </div>
              ))}
            </Notice>
          )}
          <StepDiff step={step} isWarned={step.warnings.some((w) => w.kind === "last-removed")} />
        </>
      )}
    </section>
  );
}

/** How many principals a step adds and removes. */
function Sums({ step }: { step: Step }) {
  return (
    <span
      aria-hidden="true"
      className="mono ml-auto flex shrink-0 items-center gap-2 font-semibold"
    >
      {step.warnings.length > 0 && <Icon name="warning" size={13} className="text-warn" />}
      {step.added.length > 0 && <span className="text-ok">+{step.added.length}</span>}
      {step.removed.length > 0 && <span className="text-bad">−{step.removed.length}</span>}
    </span>
  );
}
