import type { Problem } from "../ipc";
import { Button, Notice } from "../kit";
import { RequestLine } from "./RequestLine";

/** A problem, what to do about it, and a button to try again. */
export function ProblemNotice({
  problem,
  onRetry,
  className,
}: {
  problem: Problem;
  onRetry?: () => void;
  className?: string;
}) {
  return (
    <Notice
      tone="bad"
      live
      className={className}
      title={problem.message}
      footnote={<RequestLine problem={problem} />}
      action={
        onRetry && (
          <Button size="s" icon="refresh" onPress={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {problem.hint}
    </Notice>
  );
}
