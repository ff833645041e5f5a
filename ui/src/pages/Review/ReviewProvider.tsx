import { type ReactNode, useMemo, useState } from "react";
import type { BatchId } from "../../ipc";
import { PlanSheet } from "./PlanSheet";
import { ProgressSheet } from "./ProgressSheet";
import { type Asked, type Ends, ReviewContext } from "./review";

interface Planned {
  /** Tells one review from the next. */
  review: number;
  asked: Asked;
  ends: Ends;
}

let reviews = 0;

/** Holds the review and the progress of a batch: one sheet each for the whole page. */
export function ReviewProvider({ children }: { children: ReactNode }) {
  const [planned, setPlanned] = useState<Planned | null>(null);
  // Separate from the plan: a toast can open a batch above a review, which stays open below it.
  const [batch, setBatch] = useState<BatchId | null>(null);
  const review = useMemo(
    () => ({
      open: (asked: Asked, ends: Ends = {}) => setPlanned({ review: ++reviews, asked, ends }),
      openBatch: setBatch,
      shown: batch,
    }),
    [batch],
  );
  return (
    <ReviewContext value={review}>
      {children}
      {planned && (
        <PlanSheet
          key={planned.review}
          name={String(planned.review)}
          asked={planned.asked}
          onClose={() => {
            setPlanned(null);
            planned.ends.onBack?.();
          }}
          onSent={(id) => {
            setPlanned(null);
            planned.ends.onSent?.();
            setBatch(id);
          }}
        />
      )}
      {batch && <ProgressSheet id={batch} onClose={() => setBatch(null)} />}
    </ReviewContext>
  );
}
