import { useRef } from "react";
import {
  type Cluster,
  commands,
  type Endpoint,
  type PrincipalView,
  type Region,
} from "../../../ipc";
import { Button, Notice } from "../../../kit";
import { CopyField, count, word } from "../../../parts";
import { serviceNameOf, unreadMeaning, whyNot } from "../../../parts/endpointState";
import { useReview } from "../../Review/review";
import { AlsoRegions } from "../editor/AlsoRegions";
import { editWishes, lines, theirs } from "../editor/draft";
import { useDraft } from "../editor/drafts";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import { useWhenSettled } from "../editor/useWhenSettled";
import { PanelFooter } from "./PanelFooter";
import { useReviewKey } from "./useReviewKey";

interface Props {
  cluster: Cluster;
  region: Region;
  endpoint: Extract<Endpoint, { kind: "present" }>;
  readOnly: string | null;
}

/** Who may connect: the list and its editor. Where the list was not read, a draft waits until it is. */
export function Access(props: Props) {
  const { endpoint, region } = props;
  if (endpoint.principals !== null) return <Editor {...props} current={endpoint.principals} />;
  return (
    <div className="flex flex-col gap-4 px-[18px] py-4">
      <CopyServiceName endpoint={endpoint} />
      <Notice
        tone="warn"
        title="Principals not read"
        action={
          <Button size="s" onPress={() => void commands.readDetails(region.id).catch(() => {})}>
            Read again
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
      none="Comes when the endpoint is ready"
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
    (r) => r.id !== region.id && r.endpoint.kind === "present",
  );
  const shown = lines(draft, current);
  const added = shown.filter((l) => l.kind === "added").length;
  const removed = shown.filter((l) => l.kind === "removed").length;
  const others = siblings.filter((s) => draft.also.includes(s.id)).length;
  const hasChanges = added + removed + others > 0;
  const reason = hindrance(draft.rejected.length, hasChanges);
  const open = () => {
    if (reason === null && readOnly === null)
      review.open(
        { kind: "drafts", drafts: [editWishes(cluster.id, region, siblings, draft)] },
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
          <Notice tone="info" title="Access can't be changed now">
            {readOnly}
          </Notice>
        )}
        {!readOnly && cluster.busy && (
          <Notice tone="info" plain>
            The cluster is busy ({word(cluster.busy.task).toLowerCase()}). A change waits until it
            is done.
          </Notice>
        )}
        {isTouched && <Theirs {...theirs(draft, current)} />}
        <PrincipalEditor
          ref={editor}
          label="Who may connect"
          cloud={cluster.cloud}
          draft={draft}
          current={current}
          onChange={change}
          readOnly={readOnly}
        />
        {removed > 0 && cluster.cloud === "aws" && (
          <Notice tone="warn" plain>
            Removing a principal stops new connections only. {stays(endpoint)} until it is deleted
            in AWS.
          </Notice>
        )}
        {!readOnly && (
          <AlsoRegions
            label={`Same list in other regions of ${cluster.name}`}
            regions={siblings.map((s) => ({ region: s, ...standing(s) }))}
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

function stays(endpoint: Extract<Endpoint, { kind: "present" }>): string {
  const n = endpoint.details.kind === "known" ? endpoint.details.connections.length : null;
  if (n === 1) return "The connection that this endpoint has now stays up";
  if (n !== null && n > 1) return `The ${n} connections that this endpoint has now stay up`;
  return "A connection that was accepted before stays up";
}

function standing(region: Region): { note: string | null; isDisabled: boolean } {
  if (region.endpoint.kind === "present" && region.endpoint.pending?.overdue === false)
    return { note: "applying", isDisabled: true };
  return { note: whyNot(region.mayEdit), isDisabled: region.mayEdit.kind === "no" };
}

function summary(added: number, removed: number, regions: number, rejected: number): string {
  if (rejected > 0) return `${count(rejected, "entry", "entries")} to mend or drop`;
  const parts = [added > 0 && `${added} added`, removed > 0 && `${removed} removed`].filter(
    Boolean,
  );
  if (regions === 0) return "No changes";
  return [...parts, `in ${count(regions, "region")}`].join(", ").replace(/^in/, "Same list in");
}

function hindrance(rejected: number, hasChanges: boolean): string | null {
  if (rejected > 0) return "Mend or drop what was not recognised first.";
  return hasChanges ? null : "Nothing is changed yet.";
}

function Theirs({ added, removed }: ReturnType<typeof theirs>) {
  if (added.length + removed.length === 0) return null;
  return (
    <Notice tone="warn" live title="Somebody else changed this list since you began">
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
      Their changes are in the list below, and yours are kept.
    </Notice>
  );
}
