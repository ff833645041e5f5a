import { createContext, useContext } from "react";
import type { ChangeId, Draft } from "../../ipc";

export interface Review {
  /** Plans a draft and shows the plan; nothing is sent before the user applies it. */
  openDraft: (draft: Draft, onSent: () => void) => void;
  /** Shows how a change goes on. */
  openChange: (id: ChangeId) => void;
  /** The change whose progress is on the screen. */
  shown: ChangeId | null;
}

export const ReviewContext = createContext<Review>({
  openDraft: () => {},
  openChange: () => {},
  shown: null,
});

export const useReview = () => useContext(ReviewContext);
