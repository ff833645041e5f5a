import { type ReactNode, useMemo, useState } from "react";
import type { BatchId } from "../../ipc";
import { PlanSheet } from "./PlanSheet";
import { ProgressSheet } from "./ProgressSheet";
import { type Asked, ReviewContext } from "./review";

type Shown =
  | { kind: "plan"; asked: Asked; onSent: (() => void) | undefined }
  | { kind: "batch"; id: BatchId }
  | null;

/** Holds the review: one sheet for the whole page. */
export function ReviewProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>(null);
  const review = useMemo(
    () => ({
      open: (asked: Asked, onSent?: () => void) => setShown({ kind: "plan", asked, onSent }),
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
          asked={shown.asked}
          onAsk={(asked) => setShown({ ...shown, asked })}
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
