import { useRef } from "react";
import {
  type Cluster,
  commands,
  type Endpoint,
  type PrincipalView,
  type Region,
} from "../../../ipc";
import { Button, Notice } from "../../../kit";
import { CopyField, cloudName, count } from "../../../parts";
import { serviceNameOf, unreadMeaning } from "../../../parts/endpointState";
import { useReview } from "../../Review/review";
import { AlsoRegions } from "../editor/AlsoRegions";
import { draftEdit, lines, theirs } from "../editor/draft";
import { useDraft } from "../editor/drafts";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import { useWhenSettled } from "../editor/useWhenSettled";
import { noNameYet, texts } from "../texts";
import { PanelFooter } from "./PanelFooter";
import { useReviewKey } from "./useReviewKey";

interface Props {
  cluster: Cluster;
  region: Region;
  endpoint: Extract<Endpoint, { kind: "present" }>;
  readOnly: string | null;
}

/** The principals and their editor. If they weren't read, a draft is kept until they are. */
export function Access(props: Props) {
  const { endpoint, region } = props;
  if (endpoint.principals !== null) return <Editor {...props} current={endpoint.principals} />;
  return (
    <div className="flex flex-col gap-4 px-[18px] py-4">
      <CopyServiceName endpoint={endpoint} />
      <Notice
        tone="warn"
        title={texts.panel.unread.title}
        action={
          <Button size="s" onPress={() => void commands.readDetails(region.id).catch(() => {})}>
            {texts.panel.unread.action}
          </Button>
        }
      >
        {unreadMeaning}
      </Notice>
    </div>
  );
}

function CopyServiceName({ endpoint }: Pick<Props, "endpoint">) {
  return (
    <CopyField
      label="Service name"
      text={serviceNameOf(endpoint)}
      what="service name"
      none={noNameYet(endpoint.status)}
    />
  );
}

function Editor({
  cluster,
  region,
  endpoint,
  readOnly,
  current,
}: Props & { current: readonly PrincipalView[] }) {
  const { draft, isTouched, change, discard } = useDraft(region.id, current);
  const review = useReview();
  const siblings = cluster.regions.filter(
    (r) => r.id !== region.id && r.cloud === region.cloud && r.endpoint.kind === "present",
  );
  const shown = lines(draft, current);
  const added = shown.filter((l) => l.kind === "added").length;
  const removed = shown.filter((l) => l.kind === "removed").length;
  const others = siblings.filter((s) => draft.also.includes(s.id)).length;
  const hasChanges = added + removed + others > 0;
  const reason = whyNotYet(draft.rejected.length, hasChanges);
  const open = () => {
    if (reason === null && readOnly === null)
      review.open(
        { kind: "drafts", drafts: [draftEdit(cluster.id, region, siblings, draft)] },
        { onSent: discard },
      );
  };
  const editor = useRef<EditorHandle>(null);
  const reviewWhenSettled = useWhenSettled(editor, open);
  const key = useReviewKey(reviewWhenSettled);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works anywhere in the editor
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={key}>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-[18px] py-4">
        <CopyServiceName endpoint={endpoint} />
        {readOnly && (
          <Notice tone="info" title={texts.panel.cannotEdit}>
            {readOnly}
          </Notice>
        )}
        {!readOnly && region.mayEdit.kind === "waits" && (
          <Notice tone="info" plain>
            {texts.panel.waits(region.mayEdit.reason)}
          </Notice>
        )}
        {isTouched && <Theirs {...theirs(draft, current)} />}
        <PrincipalEditor
          ref={editor}
          label={texts.editor.label}
          cloud={region.cloud}
          draft={draft}
          current={current}
          onChange={change}
          readOnly={readOnly}
        />
        {removed > 0 && region.cloud === "aws" && (
          <Notice tone="warn" plain>
            {texts.panel.removal(connectionsOf(endpoint))}
          </Notice>
        )}
        {!readOnly && (
          <AlsoRegions
            label={texts.editor.alsoEdit(placesOf(cluster, region))}
            regions={siblings.map((s) => ({ region: s, ...standing(s, region) }))}
            draft={draft}
            onChange={change}
          />
        )}
      </div>
      {!readOnly && (
        <PanelFooter
          summary={summary(
            added,
            removed,
            others + (added + removed > 0 ? 1 : 0),
            draft.rejected.length,
          )}
          onDiscard={isTouched ? discard : null}
          reviewReason={reason}
          onReview={reviewWhenSettled}
        />
      )}
    </div>
  );
}

/** Where else the same principals can be used: a list is valid on one cloud only. */
function placesOf(cluster: Cluster, region: Region): string {
  const { clouds, name } = cluster;
  return clouds.length > 1
    ? `other ${cloudName(region.cloud)} regions of ${name}`
    : `other regions of ${name}`;
}

function connectionsOf({ details }: Props["endpoint"]): number | null {
  return details.kind === "known" ? (details.connections?.length ?? null) : null;
}

/** Whether another region can get the same principals. What is said of the edited region isn't repeated. */
function standing({ mayEdit }: Region, edited: Region) {
  const reason = mayEdit.kind === "yes" ? null : mayEdit.reason;
  const known = edited.mayEdit.kind === "yes" ? null : edited.mayEdit.reason;
  return { note: reason === known ? null : reason, isDisabled: mayEdit.kind === "no" };
}

function summary(added: number, removed: number, regions: number, rejected: number): string {
  if (rejected > 0) return texts.editor.unrecognized(rejected);
  const parts = [added > 0 && `${added} added`, removed > 0 && `${removed} removed`].filter(
    Boolean,
  );
  if (regions === 0) return "No changes";
  return [...parts, `in ${count(regions, "region")}`]
    .join(", ")
    .replace(/^in/, "Same principals in");
}

function whyNotYet(rejected: number, hasChanges: boolean): string | null {
  if (rejected > 0) return texts.editor.fixFirst(rejected);
  return hasChanges ? null : texts.editor.noChanges;
}

function Theirs({ added, removed }: ReturnType<typeof theirs>) {
  if (added.length + removed.length === 0) return null;
  return (
    <Notice tone="warn" live title={texts.panel.theirs.title}>
      {added.map((p) => (
        <div key={p.text} className="mono break-all">
          + {p.text}
        </div>
      ))}
      {removed.map((p) => (
        <div key={p.text} className="mono break-all">
          − {p.text}
        </div>
      ))}
      {texts.panel.theirs.body}
    </Notice>
  );
}
