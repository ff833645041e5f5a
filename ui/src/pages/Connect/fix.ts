import type { Cluster, Region, TroubleAction } from "../../ipc";
import { principalsOf } from "../../parts/endpointState";
import { useReview } from "../Review/review";

/** Opens the plan for what Postern can do about a trouble; nothing is sent before it is applied. */
export function useFix(cluster: Cluster, region: Region): (action: TroubleAction) => void {
  const review = useReview();
  return (action) => {
    const base = principalsOf(region.endpoint).map((principal) => principal.text);
    const mine = [...base, action.principal];
    review.openDraft(
      { clusterId: cluster.id, wishes: [{ kind: "edit", regionId: region.id, base, mine }] },
      () => {},
    );
  };
}
