import { Button, Kbd } from "../../../kit";

interface Props {
  summary: string;
  /** Null: nothing to discard. */
  onDiscard: (() => void) | null;
  reviewReason: string | null;
  onReview: () => void;
}

/** A summary of the draft, with Discard and Review. */
export function PanelFooter({ summary, onDiscard, reviewReason, onReview }: Props) {
  return (
    <footer className="flex items-center gap-2 border-t border-line px-[18px] py-[11px]">
      <span role="status" className="mr-auto min-w-0 text-sm text-mut">
        {summary}
      </span>
      {onDiscard && (
        <Button tone="quiet" onPress={onDiscard}>
          Discard
        </Button>
      )}
      <Button tone="primary" disabledReason={reviewReason} onPress={onReview}>
        Review
        <Kbd keys="mod+Enter" className="!border-current/25 !text-current" />
      </Button>
    </footer>
  );
}
