import { createContext, useContext } from "react";
import type { BatchId, Goal, RegionInfoId } from "../../ipc";

/** Reverts a batch, on one endpoint or on all. */
export interface Revert {
  revert: BatchId;
  regionId: RegionInfoId | null;
}

/** What a review can be opened for: a goal, reverting a batch, or the text of an exported plan. */
export type Asked = Goal | Revert | { importText: string };

/** What to do when a review ends. */
export interface Ends {
  /** The plan was applied. */
  onSent?: () => void;
  /** The user left the review: show again what led to it. */
  onBack?: () => void;
}

export interface Review {
  /** Makes a plan and shows it; nothing is sent before the user applies it. */
  open: (asked: Asked, ends?: Ends) => void;
  /** Shows the progress of a batch. */
  openBatch: (id: BatchId) => void;
  /** The batch whose progress is shown. */
  shown: BatchId | null;
}

export const ReviewContext = createContext<Review>({
  open: () => {},
  openBatch: () => {},
  shown: null,
});

export const useReview = () => useContext(ReviewContext);
