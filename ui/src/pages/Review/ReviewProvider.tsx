import { type ReactNode, useMemo, useState } from "react";
import type { BatchId } from "../../ipc";
import { PlanSheet } from "./PlanSheet";
import { ProgressSheet } from "./ProgressSheet";
import { type Asked, ReviewContext } from "./review";

type Shown =
  | {
      kind: "plan";
      /** Tells one review from the next. */
      review: number;
      asked: Asked;
      onSent: (() => void) | undefined;
    }
  | { kind: "batch"; id: BatchId }
  | null;

let reviews = 0;

/** Holds the review: one sheet for the whole page. */
export function ReviewProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>(null);
  const review = useMemo(
    () => ({
      open: (asked: Asked, onSent?: () => void) =>
        setShown({ kind: "plan", review: ++reviews, asked, onSent }),
      openBatch: (id: BatchId) => setShown({ kind: "batch", id }),
      shown: shown?.kind === "batch" ? shown.id : null,
    }),
    [shown],
  );
  const close = () => setShown(null);
  return (
    <ReviewContext value={review}>
      {children}
      {shown?.kind === "plan" && (
        <PlanSheet
          key={shown.review}
          name={String(shown.review)}
          asked={shown.asked}
          onClose={close}
          onSent={(id) => {
            shown.onSent?.();
            setShown({ kind: "batch", id });
          }}
        />
      )}
      {shown?.kind === "batch" && <ProgressSheet id={shown.id} onClose={close} />}
    </ReviewContext>
  );
}
