import { type ReactNode, type RefObject, useRef, useState } from "react";
import type { Goal } from "../../../ipc";
import { Button, Dialog, Kbd } from "../../../kit";
import { useReview } from "../../Review/review";
import type { EditorHandle } from "../editor/PrincipalEditor";
import { useWhenSettled } from "../editor/useWhenSettled";

interface Props {
  title: string;
  /** What the goal changes, in a few words. */
  summary: string;
  /** Null: incomplete; `reason` says what is missing. */
  goal: Goal | null;
  reason: string;
  /** Something was entered. */
  isTouched: boolean;
  onClose: () => void;
  onSent: () => void;
  /** The editor inside, if there is one. */
  editor?: RefObject<EditorHandle | null>;
  children: ReactNode;
}

/** Asks for what a goal needs, then opens its review. It reappears when the user goes back. */
export function GoalDialog(props: Props) {
  const { title, summary, goal, reason, isTouched, onClose, onSent, editor, children } = props;
  const [isReviewing, setReviewing] = useState(false);
  const noEditor = useRef<EditorHandle>(null);
  const review = useReview();
  const open = useWhenSettled(editor ?? noEditor, () => {
    if (!goal) return;
    setReviewing(true);
    review.open(goal, {
      onSent: () => {
        onClose();
        onSent();
      },
      onBack: () => setReviewing(false),
    });
  });
  return (
    <Dialog
      title={title}
      isOpen={!isReviewing}
      onClose={onClose}
      onSubmitKey={open}
      isTouched={isTouched}
      footer={
        <>
          <span role="status" className="mr-auto min-w-0 text-sm text-mut">
            {summary}
          </span>
          <Button tone="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button tone="primary" disabledReason={goal ? null : reason} onPress={open}>
            Review
            <Kbd keys="mod+Enter" className="!border-current/25 !text-current" />
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">{children}</div>
    </Dialog>
  );
}
