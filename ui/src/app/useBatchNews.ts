import { useEffect, useRef } from "react";
import { toast } from "../kit";
import { type Batch, batchName, type Summary, summary } from "../pages/Changes/batches";
import { useReview } from "../pages/Review/review";
import { texts } from "./texts";

const tones: Record<Summary["key"], "ok" | "bad" | "warn" | "info"> = {
  running: "info",
  done: "ok",
  failed: "bad",
  attention: "warn",
  recovered: "warn",
  cancelled: "info",
};

/** Notifies the user when a batch has ended or needs attention. While the window is in the background, the shell sends a desktop notification. */
export function useBatchNews(batches: readonly Batch[] | undefined): void {
  const review = useReview();
  const known = useRef<Map<string, string> | null>(null);
  useEffect(() => {
    if (!batches) return;
    const before = known.current;
    known.current = new Map(batches.map((b) => [b.id, state(b)]));
    for (const batch of batches) {
      const { key, text } = summary(batch);
      // A batch that was interrupted when Postern quit is news at the start, too.
      if (!before && key !== "recovered") continue;
      if (key === "running" || before?.get(batch.id) === state(batch)) continue;
      const { length } = batch.changes;
      const name = length === 1 ? (batch.changes[0]?.clusterName ?? "") : batchName(batch);
      if (review.shown === batch.id) continue;
      toast({
        tone: tones[key],
        title: texts.summary(name, text),
        action:
          key === "done"
            ? undefined
            : { label: texts.show, onPress: () => review.openBatch(batch.id) },
      });
    }
  }, [batches, review]);
}

/** A change of this is news. One more failure while a batch runs is not. */
function state(batch: Batch): string {
  return `${summary(batch).key} ${batch.finished}`;
}
