import type { Conflict, Decision } from "../../ipc";
import { Button, Notice } from "../../kit";
import { texts } from "./texts";

/** What the user has to decide about a step, and the choice. */
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
  const { title, choices, about } = questionOf(conflicts[0]?.kind, region);
  return (
    <Notice
      tone="warn"
      title={title}
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
      {about}
      <ul className="mt-1 flex flex-col gap-0.5 empty:hidden">
        {conflicts.flatMap(linesOf).map((line) => (
          <li key={line.text} className="break-all">
            <span className="mono text-tx">{line.text}</span>
            {line.about}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

interface Question {
  title: string;
  choices: readonly [Decision, string][];
  about?: string;
}

function questionOf(kind: Conflict["kind"] | undefined, region: string): Question {
  switch (kind) {
    case "vanished":
      return {
        title: texts.endpointGone(region),
        about: texts.aboutEndpointGone,
        choices: [
          ["mine", texts.createAgain],
          ["theirs", texts.leaveDeleted],
        ],
      };
    case "replaced":
      return {
        title: texts.replacedAgain,
        about: texts.aboutReplacedAgain,
        choices: [
          ["theirs", texts.putBack],
          ["mine", texts.leaveAsIs],
        ],
      };
    case "new-since-review":
    case "delete-again":
      return {
        title: kind === "delete-again" ? texts.deleteAgain(region) : texts.newSinceReview(region),
        about: kind === "delete-again" ? texts.aboutDeleteAgain : undefined,
        choices: [
          ["mine", texts.deleteAnyway],
          ["theirs", texts.keepEndpoint],
        ],
      };
    default:
      return {
        title: texts.sameChanged,
        choices: [
          ["mine", texts.keepMine],
          ["theirs", texts.keepTheirs],
        ],
      };
  }
}

function linesOf(conflict: Conflict): { text: string; about?: string }[] {
  switch (conflict.kind) {
    case "principal":
      return [
        {
          text: conflict.principal.text,
          about: texts.bothChanged(conflict.mine, conflict.theirs),
        },
      ];
    case "replaced":
      return [
        ...conflict.theirs.added.map((p) => ({ text: texts.theyAdded(p.text) })),
        ...conflict.theirs.removed.map((p) => ({ text: texts.theyRemoved(p.text) })),
      ];
    case "new-since-review":
      return [
        ...conflict.principals.map((p) => ({ text: texts.newPrincipal(p.text) })),
        ...conflict.connections.map((id) => ({ text: texts.newConnection(id) })),
      ];
    default:
      return [];
  }
}
