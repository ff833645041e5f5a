import { useEffect, useRef } from "react";
import { toast } from "../kit";
import { type Batch, batchName, type Summary, summary } from "../pages/Changes/batches";
import { useReview } from "../pages/Review/review";

const tones: Record<Summary["key"], "ok" | "bad" | "warn" | "info"> = {
  running: "info",
  done: "ok",
  failed: "bad",
  attention: "warn",
  recovered: "warn",
  cancelled: "info",
};

/** Says when a batch has ended or needs the user. (On the desktop the shell says it, when the window isn't in front.) */
export function useBatchNews(batches: readonly Batch[] | undefined): void {
  const review = useReview();
  const known = useRef<Map<string, string> | null>(null);
  useEffect(() => {
    if (!batches) return;
    const before = known.current;
    known.current = new Map(batches.map((b) => [b.id, state(b)]));
    for (const batch of batches) {
      const { key, text } = summary(batch);
      // What was left open when Postern ended is news at the start as well.
      if (!before && key !== "recovered") continue;
      if (key === "running" || before?.get(batch.id) === state(batch)) continue;
      const { length } = batch.changes;
      const name = length === 1 ? (batch.changes[0]?.clusterName ?? "") : batchName(batch);
      if (review.shown === batch.id) continue;
      toast({
        tone: tones[key],
        title: `${name}: ${text}`,
        action:
          key === "done" ? undefined : { label: "Show", onPress: () => review.openBatch(batch.id) },
      });
    }
  }, [batches, review]);
}

/** What makes news when it changes. While a batch runs, one more failure is none. */
function state(batch: Batch): string {
  return `${summary(batch).key} ${batch.finished}`;
}
