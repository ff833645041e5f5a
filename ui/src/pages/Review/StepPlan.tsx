import type { Decision, Step } from "../../ipc";
import { Notice, TextField } from "../../kit";
import { Conflicts } from "./Conflicts";
import { actionWord } from "./progress";
import { StepDiff } from "./StepDiff";

interface Props {
  step: Step;
  typed: string;
  onType: (text: string) => void;
  onDecide: (decision: Decision) => void;
}

/** One endpoint's change before it is sent: warnings first. */
export function StepPlan({ step, typed, onType, onDecide }: Props) {
  return (
    <section
      aria-label={`${actionWord(step.action)} ${step.region}`}
      className="flex flex-col gap-2.5"
    >
      <h3 className="font-medium">
        {actionWord(step.action)}{" "}
        <span className="mono text-base font-semibold">{step.region}</span>
      </h3>
      {step.warnings.map((warning) => (
        <Notice key={warning.kind + warning.text} tone="warn">
          {warning.text}
        </Notice>
      ))}
      {step.conflicts.length > 0 && (
        <Conflicts conflicts={step.conflicts} region={step.region} onDecide={onDecide} />
      )}
      {step.theirs && step.theirs.added.length + step.theirs.removed.length > 0 && (
        <Notice tone="info" title="Somebody else changed this list since you began; it is kept">
          {step.theirs.added.map((p) => (
            <div key={p.text} className="mono break-all">
              + {p.text}
            </div>
          ))}
          {step.theirs.removed.map((p) => (
            <div key={p.text} className="mono break-all">
              − {p.text}
            </div>
          ))}
        </Notice>
      )}
      <StepDiff step={step} />
      {step.typeToConfirm !== null && (
        <TextField
          label={`Type ${step.typeToConfirm} to confirm`}
          value={typed}
          onChange={onType}
          mono
          className="max-w-80"
        />
      )}
    </section>
  );
}
