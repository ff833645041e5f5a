import type { Conflict, Decision } from "../../ipc";
import { Button, Notice } from "../../kit";
import { texts } from "./texts";

/** What the user and someone else did to the same thing, and the choice between them. */
export function Conflicts({
  conflicts,
  region,
  decision = null,
  onDecide,
}: {
  conflicts: readonly Conflict[];
  region: string;
  /** The choice, while it can still be changed. */
  decision?: Decision | null;
  onDecide: (decision: Decision) => void;
}) {
  const vanished = conflicts.some((c) => c.kind === "vanished");
  const choices: readonly [Decision, string][] = vanished
    ? [
        ["mine", texts.createAgain],
        ["theirs", texts.leaveDeleted],
      ]
    : [
        ["mine", texts.keepMine],
        ["theirs", texts.keepTheirs],
      ];
  return (
    <Notice
      tone="warn"
      title={vanished ? texts.endpointGone(region) : texts.sameChanged}
      action={choices.map(([id, label]) => (
        <Button
          key={id}
          size="s"
          icon={decision === id ? "check" : undefined}
          aria-pressed={decision === null ? undefined : decision === id}
          onPress={() => onDecide(id)}
        >
          {label}
        </Button>
      ))}
    >
      {vanished ? (
        texts.aboutEndpointGone
      ) : (
        <ul className="mt-1 flex flex-col gap-0.5">
          {conflicts.map((c) =>
            c.kind === "principal" ? (
              <li key={c.principal.text}>
                <span className="mono break-all text-tx">{c.principal.text}</span>
                {texts.bothChanged(c.mine, c.theirs)}
              </li>
            ) : null,
          )}
        </ul>
      )}
    </Notice>
  );
}
