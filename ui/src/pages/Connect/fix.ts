import type { Region, TroubleAction } from "../../ipc";
import { useReview } from "../Review/review";

/** Opens the review of a fix for a problem; nothing is sent before the user applies it. */
export function useFix(region: Region): (action: TroubleAction) => void {
  const review = useReview();
  return ({ principal }) =>
    review.open({ kind: "add", regions: [region.id], principals: [principal] });
}
