import { useRef } from "react";
import type { Cluster, PrincipalView, Region } from "../../../ipc";
import { Button, Menu, Notice } from "../../../kit";
import { count } from "../../../parts";
import { principalsOf, whyNot } from "../../../parts/endpointState";
import { useReview } from "../../Review/review";
import { AlsoRegions } from "../editor/AlsoRegions";
import { add, draftCreate, type EditorDraft } from "../editor/draft";
import { useDraft } from "../editor/drafts";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import { useWhenSettled } from "../editor/useWhenSettled";
import { texts } from "../texts";
import { PanelFooter } from "./PanelFooter";
import { useReviewKey } from "./useReviewKey";

const nobody: readonly PrincipalView[] = [];

/** Creates an endpoint in a region that has none, and in others on request. */
export function Create({ cluster, region }: { cluster: Cluster; region: Region }) {
  const { mayCreate } = region;
  const reason = whyNot(mayCreate);
  const { draft, isTouched, change, discard } = useDraft(region.id, nobody);
  const review = useReview();
  const others = cluster.regions.filter(
    (r) =>
      r.id !== region.id &&
      r.cloud === region.cloud &&
      r.endpoint.kind === "none" &&
      r.mayCreate.kind !== "no",
  );
  const siblings = cluster.regions.flatMap((r): Sibling[] => {
    const principals = principalsOf(r.endpoint);
    const isMeant = r.id !== region.id && r.cloud === region.cloud && principals.length > 0;
    return isMeant ? [{ id: r.id, region: r.region, principals }] : [];
  });
  const regions = 1 + others.filter((r) => draft.also.includes(r.id)).length;
  const whyNotYet =
    reason ?? (draft.rejected.length > 0 ? texts.editor.fixFirst(draft.rejected.length) : null);
  const open = () => {
    if (whyNotYet !== null) return;
    review.open(
      { kind: "drafts", drafts: [draftCreate(cluster.id, region.id, draft)] },
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
              <span className="mono text-tx">{region.region}</span> {texts.panel.intro}
            </p>
            <CopyFrom
              siblings={siblings}
              onCopy={(principals) => change((d) => add(d, principals))}
            />
            <PrincipalEditor
              ref={editor}
              label={texts.editor.label}
              cloud={region.cloud}
              draft={draft}
              current={nobody}
              onChange={change}
              readOnly={null}
            />
            <AlsoRegions
              label={texts.editor.alsoCreate}
              regions={others.map((r) => ({ region: r, note: null, isDisabled: false }))}
              draft={draft}
              onChange={change}
            />
          </>
        )}
      </div>
      {!reason && (
        <PanelFooter
          summary={summary(regions, draft)}
          onDiscard={isTouched ? discard : null}
          reviewReason={whyNotYet}
          onReview={reviewWhenSettled}
        />
      )}
    </div>
  );
}

interface Sibling {
  id: string;
  region: string;
  principals: readonly PrincipalView[];
}

/** Takes the principals of another region of the cluster. */
function CopyFrom({
  siblings,
  onCopy,
}: {
  siblings: readonly Sibling[];
  onCopy: (principals: readonly PrincipalView[]) => void;
}) {
  const [first, ...others] = siblings;
  if (!first) return null;
  const button = { size: "s", icon: "copy", className: "self-start" } as const;
  if (others.length === 0) {
    return (
      <Button {...button} onPress={() => onCopy(first.principals)}>
        {texts.editor.copyFromOne(first.region, first.principals.length)}
      </Button>
    );
  }
  return (
    <Menu
      label={texts.editor.copyFrom}
      trigger={<Button {...button}>{texts.editor.copyFrom}</Button>}
      entries={siblings.map(({ id, region, principals }) => ({
        id,
        label: region,
        detail: count(principals.length, "principal"),
        onAction: () => onCopy(principals),
      }))}
    />
  );
}

function summary(regions: number, { added, rejected }: EditorDraft): string {
  if (rejected.length > 0) return texts.editor.unrecognized(rejected.length);
  const principals =
    added.length === 0 ? texts.editor.noPrincipals : count(added.length, "principal");
  return `${count(regions, "endpoint")}, ${principals}`;
}
