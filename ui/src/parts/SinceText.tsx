import type { Since } from "../ipc";
import { day, moment } from "./age";

/** When something was added, as far as Postern knows. */
export function SinceText({ since }: { since: Since | null }) {
  if (!since) {
    return (
      <span className="text-dim" title="Postern has no record of when it was added.">
        —
      </span>
    );
  }
  return since.exact ? (
    <span className="truncate" title={moment(since.at)}>
      {day(since.at)}
    </span>
  ) : (
    <div
      className="leading-tight text-mut"
      title={`Already there when Postern first looked, ${moment(since.at)}.`}
    >
      <div className="truncate">{day(since.at)}</div>
      <div className="truncate text-xs text-dim">or earlier</div>
    </div>
  );
}
