import type { Conflict, Decision } from "../../ipc";
import { Button, Notice } from "../../kit";

/** Where both sides touched the same thing: what each did, and the choice. */
export function Conflicts({
  conflicts,
  region,
  onDecide,
}: {
  conflicts: readonly Conflict[];
  region: string;
  onDecide: (decision: Decision) => void;
}) {
  const vanished = conflicts.some((c) => c.kind === "vanished");
  return (
    <Notice
      tone="warn"
      title={
        vanished
          ? `The endpoint in ${region} is gone`
          : "You and somebody else changed the same principal"
      }
      action={
        <>
          <Button size="s" onPress={() => onDecide("mine")}>
            {vanished ? "Mine: create it again" : "Mine counts"}
          </Button>
          <Button size="s" onPress={() => onDecide("theirs")}>
            {vanished ? "Theirs: leave it deleted" : "Theirs counts"}
          </Button>
        </>
      }
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
