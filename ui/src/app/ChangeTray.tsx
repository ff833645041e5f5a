import { useQuery } from "@tanstack/react-query";
import { type Change, changesQuery, commands } from "../ipc";
import { Dot, Icon, IconButton, type Tone } from "../kit";
import { summary } from "../pages/Review/progress";
import { useReview } from "../pages/Review/review";
import { useChangeToasts } from "./useChangeToasts";

/** The changes of this session, below the pages' names: each opens its progress. */
export function ChangeTray() {
  const { data: changes } = useQuery(changesQuery);
  const review = useReview();
  useChangeToasts(changes);
  if (!changes || changes.length === 0) return null;
  return (
    <section aria-label="Changes" className="mt-4 flex min-h-0 flex-col gap-0.5">
      <h2 className="flex items-center gap-2 px-2 pb-1 text-xs text-dim">
        <Icon name="history" size={13} />
        Changes
      </h2>
      <ul className="flex min-h-0 flex-col gap-0.5 overflow-y-auto">
        {changes.map((change) => (
          <Row key={change.id} change={change} onOpen={() => review.openChange(change.id)} />
        ))}
      </ul>
    </section>
  );
}

function Row({ change, onOpen }: { change: Change; onOpen: () => void }) {
  const { tone, text } = summary(change);
  return (
    <li className="group flex items-center rounded-md hover:bg-hov">
      <button
        type="button"
        onClick={onOpen}
        className="ring-in flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1 text-left"
      >
        <Dot tone={tone satisfies Tone} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm text-tx">{change.clusterName}</span>
          <span className="block truncate text-xs text-dim">{text}</span>
        </span>
      </button>
      {change.finished && (
        <IconButton
          label={`Take ${change.clusterName} off the list`}
          tooltip={false}
          icon="close"
          size={11}
          onPress={() => void commands.dismissChange(change.id)}
        />
      )}
    </li>
  );
}
