import { createContext, useContext } from "react";
import type { BatchId, ChangeId, Draft, Goal } from "../../ipc";

/** What a review can be opened for: a goal, the way back from a batch, or an exported plan's text. */
export type Asked = Goal | { revert: BatchId } | { importText: string };

export interface Review {
  /** Plans it and shows the plan; nothing is sent before the user applies it. */
  open: (asked: Asked, onSent?: () => void) => void;
  /** Plans a draft and shows the plan; nothing is sent before the user applies it. */
  openDraft: (draft: Draft, onSent: () => void) => void;
  /** Shows how a change goes on. */
  openChange: (id: ChangeId) => void;
  /** The change whose progress is on the screen. */
  shown: ChangeId | null;
}

export const ReviewContext = createContext<Review>({
  open: () => {},
  openDraft: () => {},
  openChange: () => {},
  shown: null,
});

export const useReview = () => useContext(ReviewContext);
