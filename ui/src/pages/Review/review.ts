import { createContext, useContext } from "react";
import type { BatchId, Goal, RegionInfoId } from "../../ipc";

/** The way back from a batch: on one endpoint, or on all. */
export interface Revert {
  revert: BatchId;
  regionId: RegionInfoId | null;
}

/** What a review can be opened for: a goal, the way back from a batch, or an exported plan's text. */
export type Asked = Goal | Revert | { importText: string };

/** How a review can end. */
export interface Ends {
  /** It was applied. */
  onSent?: () => void;
  /** The user leaves it: what led to it is shown again. */
  onBack?: () => void;
}

export interface Review {
  /** Plans it and shows the plan; nothing is sent before the user applies it. */
  open: (asked: Asked, ends?: Ends) => void;
  /** Shows how a batch goes on. */
  openBatch: (id: BatchId) => void;
  /** The batch whose progress is on the screen. */
  shown: BatchId | null;
}

export const ReviewContext = createContext<Review>({
  open: () => {},
  openBatch: () => {},
  shown: null,
});

export const useReview = () => useContext(ReviewContext);
