import type { Region, TroubleAction } from "../../ipc";
import { useReview } from "../Review/review";

/** Opens the review of what Postern can do about a trouble; nothing is sent before it is applied. */
export function useFix(region: Region): (action: TroubleAction) => void {
  const review = useReview();
  return ({ principal }) =>
    review.open({ kind: "add", regions: [region.id], principals: [principal] });
}
