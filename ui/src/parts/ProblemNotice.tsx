import type { Problem } from "../ipc";
import { Button, Notice } from "../kit";

/** What went wrong, what to do, and a way to try again. */
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
