import { commands, type Snapshot } from "../ipc";
import { ProblemNotice } from "./ProblemNotice";
import { count } from "./words";

/** In place of a list of which nothing is known: why the load failed. Null: it did not fail. */
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

/** What of the lists could not be read. */
export function Unreadable({ snapshot }: { snapshot: Snapshot }) {
  const sentences = snapshot.unreadable;
  if (sentences.length === 0) return null;
  return (
    <details className="border-t border-line bg-warn-bg px-[18px] py-2 text-sm">
      <summary className="ring-in rounded text-warn">
        {count(sentences.length, "thing")} in the account's lists could not be read
      </summary>
      <ul className="mt-1 max-h-32 list-disc overflow-y-auto pl-5 text-mut">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}
