import { useRef, useState } from "react";
import { count } from "../../../parts";
import { isUntouched } from "../editor/draft";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import { texts } from "../texts";
import { CloudChoice } from "./CloudChoice";
import { cloudsOf, clustersOf, idsOfRows, type LinkCloud } from "./facts";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";
import { useCloudDrafts } from "./useCloudDrafts";

/** Adds principals to all selected endpoints. */
export function AddDialog({ chosen, onClose, onSent }: DialogProps) {
  const clouds = cloudsOf(chosen.endpoints);
  const [cloud, setCloud] = useState<LinkCloud>(clouds[0]?.cloud ?? "aws");
  const { drafts, change, rejected } = useCloudDrafts();
  const draft = drafts[cloud];
  const editor = useRef<EditorHandle>(null);
  // Each cloud's endpoints get the principals that were entered for it.
  const meant = clouds.filter((c) => drafts[c.cloud].added.length > 0);
  const principals = meant.flatMap((c) => drafts[c.cloud].added.map((p) => p.text));
  const rows = (meant.length > 0 ? meant : clouds.filter((c) => c.cloud === cloud)).flatMap(
    (c) => c.rows,
  );
  const isReady = principals.length > 0 && rejected === 0;
  return (
    <GoalDialog
      title={texts.bulk.add.title(rows.length)}
      summary={`${count(principals.length, "principal")} to ${count(rows.length, "endpoint")} in ${count(clustersOf(rows), "cluster")}`}
      goal={isReady ? { kind: "add", regions: idsOfRows(rows), principals } : null}
      reason={rejected > 0 ? texts.editor.fixFirst(rejected) : texts.bulk.add.nothingYet}
      isTouched={!Object.values(drafts).every(isUntouched)}
      onClose={onClose}
      onSent={onSent}
      editor={editor}
    >
      <CloudChoice
        clouds={clouds}
        what="endpoint"
        cloud={cloud}
        drafts={drafts}
        onChange={setCloud}
      />
      <PrincipalEditor
        ref={editor}
        key={cloud}
        label={texts.bulk.add.field}
        cloud={cloud}
        draft={draft}
        current={draft.base}
        onChange={(how) => change(cloud, how)}
        readOnly={null}
      />
    </GoalDialog>
  );
}
