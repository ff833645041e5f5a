import { commands, type Snapshot } from "../ipc";
import { ProblemNotice } from "./ProblemNotice";
import { count } from "./words";

/** Why nothing could be loaded, to show in place of a list. Null: loading didn't fail. */
export function loadFailed(snapshot: Snapshot) {
  if (snapshot.phase.kind !== "failed") return null;
  return (
    <ProblemNotice
      className="m-[18px]"
      problem={snapshot.phase.problem}
      onRetry={() => void commands.refresh().catch(() => {})}
    />
  );
}

/** The items of the account's lists that couldn't be read. */
export function Unreadable({ snapshot }: { snapshot: Snapshot }) {
  const sentences = snapshot.unreadable;
  if (sentences.length === 0) return null;
  return (
    <details className="border-t border-line bg-warn-bg px-[18px] py-2 text-sm">
      <summary className="ring-in rounded text-warn">
        {count(sentences.length, "item")} in the account's lists couldn't be read
      </summary>
      <ul className="mt-1 max-h-32 list-disc overflow-y-auto pl-5 text-mut">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}
