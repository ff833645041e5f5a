import { useEffect, useRef } from "react";
import type { Change } from "../ipc";
import { toast } from "../kit";
import { summary } from "../pages/Review/progress";
import { useReview } from "../pages/Review/review";

/** Says when a change has ended, or needs a decision, while its dialog is closed. */
export function useChangeToasts(changes: readonly Change[] | undefined): void {
  const review = useReview();
  const known = useRef<Map<string, string> | null>(null);
  useEffect(() => {
    if (!changes) return;
    const before = known.current;
    known.current = new Map(changes.map((c) => [c.id, summary(c).key]));
    if (!before) return;
    for (const change of changes) {
      const now = summary(change);
      const was = before.get(change.id);
      if (was === now.key || now.key === "running" || review.shown === change.id) continue;
      toast({
        tone: now.key === "done" ? "ok" : now.key === "failed" ? "bad" : "warn",
        title: `${change.clusterName}: ${now.text}`,
        action:
          now.key === "done"
            ? undefined
            : { label: "Show", onPress: () => review.openChange(change.id) },
      });
    }
  }, [changes, review]);
}
