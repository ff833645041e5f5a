import type { Conflict, Decision } from "../../ipc";
import { Button, Notice } from "../../kit";

/** Where both sides touched the same thing: what each did, and the choice. */
export function Conflicts({
  conflicts,
  region,
  decision = null,
  onDecide,
}: {
  conflicts: readonly Conflict[];
  region: string;
  /** What was chosen, where that can still be changed. */
  decision?: Decision | null;
  onDecide: (decision: Decision) => void;
}) {
  const vanished = conflicts.some((c) => c.kind === "vanished");
  const choices: readonly [Decision, string][] = vanished
    ? [
        ["mine", "Mine: create it again"],
        ["theirs", "Theirs: leave it deleted"],
      ]
    : [
        ["mine", "Mine counts"],
        ["theirs", "Theirs counts"],
      ];
  return (
    <Notice
      tone="warn"
      title={
        vanished
          ? `The endpoint in ${region} is gone`
          : "You and somebody else changed the same principal"
      }
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
        "Somebody deleted it since you began."
      ) : (
        <ul className="mt-1 flex flex-col gap-0.5">
          {conflicts.map((c) =>
            c.kind === "principal" ? (
              <li key={c.principal.text}>
                <span className="mono break-all text-tx">{c.principal.text}</span>: you {c.mine} it,
                they {c.theirs} it.
              </li>
            ) : null,
          )}
        </ul>
      )}
    </Notice>
  );
}
