import type { BulkPlan, Reading } from "../../ipc";
import { Button, Notice, ProgressLine, Spinner } from "../../kit";
import { count } from "../../parts";
import { unreadIds } from "./planLines";

/** How far the clusters are read again. */
export function ReadingOn({ reading, onStop }: { reading: Reading | null; onStop: () => void }) {
  const isLong = reading !== null && reading.total > 1;
  return (
    <div className="flex flex-col gap-2.5 py-4">
      <div className="flex min-h-7 items-center gap-2 text-sm text-mut">
        <Spinner />
        <p role="status" className="tabular-nums">
          {isLong ? progressOf(reading) : "Reading the clusters again…"}
        </p>
        {isLong && reading.read > 0 && (
          <Button size="s" className="ml-auto" onPress={onStop}>
            Review what was read
          </Button>
        )}
      </div>
      {isLong && (
        <ProgressLine
          label="Reading the clusters again"
          value={(reading.read + reading.failed) / reading.total}
        />
      )}
    </div>
  );
}

function progressOf({ read, failed, total }: Reading): string {
  const text = `${read.toLocaleString("en")} of ${count(total, "cluster")} read`;
  return failed > 0 ? `${text}, ${failed.toLocaleString("en")} could not be read` : text;
}

/** Which clusters could not be read again, and the way to read just those once more. */
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
      title={`${isOne ? first.clusterName : count(n, "cluster")} could not be read`}
      action={
        <Button size="s" icon="refresh" onPress={onRetry}>
          {hasOthers && !isOne ? `Try the other ${n.toLocaleString("en")} again` : "Try again"}
        </Button>
      }
    >
      {reasons === 1 ? `${first.problem.message} ` : "The reasons are at the end of the list. "}
      {hasOthers && !plan.blocked
        ? `${isOne ? "It is" : "They are"} left out; the rest can be applied.`
        : "Nothing can be applied."}
    </Notice>
  );
}
