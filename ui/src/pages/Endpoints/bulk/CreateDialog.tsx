import { useRef, useState } from "react";
import { Notice } from "../../../kit";
import { RadioCards } from "../../../kit/RadioCards";
import { count } from "../../../parts";
import { isUntouched } from "../editor/draft";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import type { Row } from "../rows";
import { texts } from "../texts";
import { CloudChoice } from "./CloudChoice";
import { cloudsOf, clustersOf, idsOfRows, type LinkCloud } from "./facts";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";
import { useCloudDrafts } from "./useCloudDrafts";

type Where = "chosen" | "clusters";

/** Creates endpoints in the selected regions that have none, or in all such regions of their clusters. */
export function CreateDialog({ chosen, all, onClose, onSent }: DialogProps) {
  const clouds = cloudsOf(chosen.rows);
  const [chosenCloud, setCloud] = useState<LinkCloud>(clouds[0]?.cloud ?? "aws");
  const [where, setWhere] = useState<Where>(chosen.missing.length > 0 ? "chosen" : "clusters");
  const { drafts, change, rejected } = useCloudDrafts();
  const editor = useRef<EditorHandle>(null);
  const rows = clouds.flatMap((c) => c.rows);
  const clusters = new Set(rows.map((row) => row.cluster.id));
  const picked = rows.filter(isMissing);
  const whole = all.filter((row) => clusters.has(row.cluster.id) && isMissing(row));
  // The editor is for one cloud at a time: which ones there are depends on where the endpoints are created.
  const offered = cloudsOf(where === "chosen" ? picked : whole);
  const cloud = offered.find((c) => c.cloud === chosenCloud)?.cloud ?? offered[0]?.cloud ?? "aws";
  const draft = drafts[cloud];
  // If principals were entered for one cloud only, the others' regions are left as they are.
  const entered = offered.filter((c) => drafts[c.cloud].added.length > 0);
  const goals = entered.length > 0 ? entered : offered.filter((c) => c.cloud === cloud);
  const meant = goals.flatMap((c) => c.rows);
  const principals = entered.flatMap((c) => drafts[c.cloud].added.map((p) => p.text));
  const isReady = meant.length > 0 && rejected === 0;
  return (
    <GoalDialog
      title={texts.bulk.create.title}
      summary={
        rejected > 0
          ? texts.editor.unrecognized(rejected)
          : `${count(meant.length, "endpoint")}, ${principals.length === 0 ? texts.editor.noPrincipals : count(principals.length, "principal")}`
      }
      goal={
        !isReady
          ? null
          : where === "clusters" && goals.length === offered.length
            ? { kind: "create-missing", clusters: [...clusters], principals }
            : { kind: "create", regions: idsOfRows(meant), principals }
      }
      reason={meant.length === 0 ? texts.bulk.create.allHaveOne : texts.editor.fixFirst(rejected)}
      isTouched={!Object.values(drafts).every(isUntouched)}
      onClose={onClose}
      onSent={onSent}
      editor={editor}
    >
      <CloudChoice
        clouds={offered}
        what="region"
        cloud={cloud}
        drafts={drafts}
        onChange={setCloud}
      />
      <RadioCards
        label={texts.bulk.create.where}
        value={where}
        onChange={setWhere}
        choices={[
          {
            id: "chosen",
            title: texts.bulk.create.inSelected(picked.length),
            isDisabled: picked.length === 0,
          },
          {
            id: "clusters",
            title: texts.bulk.create.inClusters(clustersOf(rows), whole.length),
            isDisabled: whole.length === 0,
          },
        ]}
      />
      <PrincipalEditor
        ref={editor}
        key={cloud}
        label={texts.editor.label}
        cloud={cloud}
        draft={draft}
        current={draft.base}
        onChange={(how) => change(cloud, how)}
        readOnly={null}
      />
      {meant.some((row) => row.region.mayCreate.kind === "no") && (
        <Notice tone="info" plain>
          {texts.bulk.create.skipped}
        </Notice>
      )}
    </GoalDialog>
  );
}

const isMissing = (row: Row) => row.endpoint.kind === "none";
