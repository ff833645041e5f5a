import { useRef, useState } from "react";
import { count } from "../../../parts";
import { type EditorDraft, fresh, isUntouched } from "../editor/draft";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import { texts } from "../texts";
import { CloudChoice } from "./CloudChoice";
import { cloudsOf, clustersOf, idsOfRows, type LinkCloud } from "./facts";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";

/** Adds principals to all selected endpoints. */
export function AddDialog({ chosen, onClose, onSent }: DialogProps) {
  const clouds = cloudsOf(chosen.endpoints);
  const [cloud, setCloud] = useState<LinkCloud>(clouds[0]?.cloud ?? "aws");
  const [draft, setDraft] = useState<EditorDraft>(fresh([]));
  const editor = useRef<EditorHandle>(null);
  const rows = clouds.find((c) => c.cloud === cloud)?.rows ?? [];
  const isReady = draft.added.length > 0 && draft.rejected.length === 0;
  return (
    <GoalDialog
      title={texts.bulk.add.title(rows.length)}
      summary={`${count(draft.added.length, "principal")} to ${count(rows.length, "endpoint")} in ${count(clustersOf(rows), "cluster")}`}
      goal={
        isReady
          ? { kind: "add", regions: idsOfRows(rows), principals: draft.added.map((p) => p.text) }
          : null
      }
      reason={
        draft.rejected.length > 0
          ? texts.editor.fixFirst(draft.rejected.length)
          : texts.bulk.add.nothingYet
      }
      isTouched={!isUntouched(draft)}
      onClose={onClose}
      onSent={onSent}
      editor={editor}
    >
      <CloudChoice
        clouds={clouds}
        what="endpoint"
        cloud={cloud}
        onChange={(to) => {
          setCloud(to);
          setDraft(fresh([]));
        }}
      />
      <PrincipalEditor
        ref={editor}
        key={cloud}
        label={texts.bulk.add.field}
        cloud={cloud}
        draft={draft}
        current={draft.base}
        onChange={setDraft}
        readOnly={null}
      />
    </GoalDialog>
  );
}
