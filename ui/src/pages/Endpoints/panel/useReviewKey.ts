import type { KeyboardEvent } from "react";

/** Ctrl+Enter or Cmd+Enter opens the review from anywhere in the editor. */
export function useReviewKey(open: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  };
}
