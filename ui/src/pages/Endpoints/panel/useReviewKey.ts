import type { KeyboardEvent } from "react";

/** Ctrl or Cmd with Enter opens the review, wherever in the editor the focus is. */
export function useReviewKey(open: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  };
}
