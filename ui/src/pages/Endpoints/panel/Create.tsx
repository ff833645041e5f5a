import { useRef } from "react";
import type { Cluster, PrincipalView, Region } from "../../../ipc";
import { Notice } from "../../../kit";
import { count } from "../../../parts";
import { whyNot } from "../../../parts/endpointState";
import { useReview } from "../../Review/review";
import { AlsoRegions } from "../editor/AlsoRegions";
import { createWishes } from "../editor/draft";
import { useDraft } from "../editor/drafts";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import { useWhenSettled } from "../editor/useWhenSettled";
import { PanelFooter } from "./PanelFooter";
import { useReviewKey } from "./useReviewKey";

const nobody: readonly PrincipalView[] = [];

/** Makes an endpoint in a region that has none, and in others if wanted. */
export function Create({ cluster, region }: { cluster: Cluster; region: Region }) {
  const { mayCreate } = region;
  const reason = whyNot(mayCreate);
  const { draft, isTouched, change, discard } = useDraft(region.id, nobody);
  const review = useReview();
  const others = cluster.regions.filter(
    (r) => r.id !== region.id && r.endpoint.kind === "none" && r.mayCreate.kind !== "no",
  );
  const regions = 1 + others.filter((r) => draft.also.includes(r.id)).length;
  const hindrance =
    reason ?? (draft.rejected.length > 0 ? "Mend or drop what was not recognised first." : null);
  const open = () => {
    if (hindrance !== null) return;
    review.open(
      { kind: "drafts", drafts: [createWishes(cluster.id, region.id, draft)] },
      { onSent: discard },
    );
  };
  const editor = useRef<EditorHandle>(null);
  const reviewWhenSettled = useWhenSettled(editor, open);
  const key = useReviewKey(reviewWhenSettled);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works anywhere in the editor
    <div className="flex min-h-0 flex-1 flex-col border-t border-line" onKeyDown={key}>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-[18px] py-4">
        {mayCreate.kind === "no" ? (
          <Notice tone="info" title={mayCreate.reason}>
            {mayCreate.remedy}
          </Notice>
        ) : (
          <>
            {mayCreate.kind === "waits" && <Notice tone="info">{mayCreate.reason}</Notice>}
            <p className="text-sm text-mut">
              <span className="mono text-tx">{region.region}</span> has no private service endpoint
              yet. Say who may connect; the service name comes when the endpoint is ready.
            </p>
            <PrincipalEditor
              ref={editor}
              label="Who may connect"
              cloud={cluster.cloud}
              draft={draft}
              current={nobody}
              onChange={change}
              readOnly={null}
            />
            <AlsoRegions
              label={`Create one with the same list in`}
              regions={others.map((r) => ({ region: r, note: null, isDisabled: false }))}
              draft={draft}
              onChange={change}
            />
          </>
        )}
      </div>
      {!reason && (
        <PanelFooter
          summary={`${count(regions, "endpoint")}, ${draft.added.length === 0 ? "nobody may connect" : `${count(draft.added.length, "principal")}`}`}
          onDiscard={isTouched ? discard : null}
          reviewReason={hindrance}
          onReview={reviewWhenSettled}
        />
      )}
    </div>
  );
}
