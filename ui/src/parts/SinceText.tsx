import type { Since } from "../ipc";
import { moment } from "./age";

/** Since when, as far as it is known. */
export function SinceText({ since }: { since: Since | null }) {
  if (!since) {
    return (
      <span className="text-dim" title="Postern has not kept a moment for it.">
        —
      </span>
    );
  }
  const day = new Date(since.at).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  return since.exact ? (
    <span className="truncate" title={moment(since.at)}>
      {day}
    </span>
  ) : (
    <span
      className="block truncate text-mut"
      title={`It stood there when Postern first looked, ${moment(since.at)}.`}
    >
      before {day}
    </span>
  );
}
