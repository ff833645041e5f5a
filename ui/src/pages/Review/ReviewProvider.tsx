import { type ReactNode, useMemo, useState } from "react";
import type { ChangeId, Draft } from "../../ipc";
import { PlanDialog } from "./PlanDialog";
import { ProgressDialog } from "./ProgressDialog";
import { ReviewContext } from "./review";

type Shown =
  | { kind: "draft"; draft: Draft; onSent: () => void }
  | { kind: "change"; id: ChangeId }
  | null;

/** Holds the review: one dialog for the whole page. */
export function ReviewProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>(null);
  const review = useMemo(
    () => ({
      open: () => {},
      openDraft: (draft: Draft, onSent: () => void) => setShown({ kind: "draft", draft, onSent }),
      openChange: (id: ChangeId) => setShown({ kind: "change", id }),
      shown: shown?.kind === "change" ? shown.id : null,
    }),
    [shown],
  );
  const close = () => setShown(null);
  return (
    <ReviewContext value={review}>
      {children}
      {shown?.kind === "draft" && (
        <PlanDialog
          draft={shown.draft}
          onDraft={(draft) => setShown({ ...shown, draft })}
          onClose={close}
          onSent={(id) => {
            shown.onSent();
            setShown({ kind: "change", id });
          }}
        />
      )}
      {shown?.kind === "change" && <ProgressDialog id={shown.id} onClose={close} />}
    </ReviewContext>
  );
}
