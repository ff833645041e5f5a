import type { BulkPlan, Reading } from "../../ipc";
import { Button, Notice, ProgressLine, Spinner } from "../../kit";
import { unreadIds } from "./planLines";
import { texts } from "./texts";

/** The progress of reading the clusters, and a way to stop it. */
export function ReadingOn({ reading, onStop }: { reading: Reading | null; onStop: () => void }) {
  const isLong = reading !== null && reading.total > 1;
  return (
    <div className="flex flex-col gap-2.5 py-4">
      <div className="flex min-h-7 items-center gap-2 text-sm text-mut">
        <Spinner />
        <p role="status" className="tabular-nums">
          {isLong ? texts.readSoFar(reading) : texts.reading}
        </p>
        {isLong && reading.read > 0 && (
          <Button size="s" className="ml-auto" onPress={onStop}>
            {texts.skipTheRest}
          </Button>
        )}
      </div>
      {isLong && (
        <ProgressLine
          label={texts.reading}
          value={(reading.read + reading.failed) / reading.total}
        />
      )}
    </div>
  );
}

/** Which clusters could not be read, and a way to read only those again. */
export function NotRead({ plan, onRetry }: { plan: BulkPlan; onRetry: () => void }) {
  const [first, ...more] = plan.unread;
  if (!first) return null;
  const n = plan.unread.length;
  const unread = unreadIds(plan);
  const hasOthers = plan.plans.some((p) => !unread.has(p.clusterId));
  const reasons = new Set(plan.unread.map((u) => u.problem.message)).size;
  const isOne = more.length === 0;
  return (
    <Notice
      tone="warn"
      live
      title={texts.couldNotBeRead(isOne ? first.clusterName : texts.clusters(n))}
      action={
        <Button size="s" icon="refresh" onPress={onRetry}>
          {hasOthers && !isOne ? texts.retryClusters(n) : texts.tryAgain}
        </Button>
      }
    >
      {reasons === 1 ? first.problem.message : texts.reasonsBelow}{" "}
      {hasOthers && !plan.blocked ? texts.restCanBeApplied(isOne) : texts.nothingToApply}
    </Notice>
  );
}
