import type { Since } from "../ipc";
import { day, moment } from "./age";

/** Since when, as far as it is known. */
export function SinceText({ since }: { since: Since | null }) {
  if (!since) {
    return (
      <span className="text-dim" title="Postern has not kept a moment for it.">
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
      title={`It stood there when Postern first looked, ${moment(since.at)}.`}
    >
      <div className="truncate">{day(since.at)}</div>
      <div className="truncate text-xs text-dim">or before</div>
    </div>
  );
}
