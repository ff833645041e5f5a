import { useRef, useState } from "react";
import { Notice } from "../../../kit";
import { RadioCards } from "../../../kit/RadioCards";
import { count } from "../../../parts";
import { type EditorDraft, fresh, isUntouched } from "../editor/draft";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import type { Row } from "../rows";
import { CloudChoice } from "./CloudChoice";
import { cloudsOf, clustersOf, idsOfRows, type LinkCloud } from "./facts";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";

type Where = "chosen" | "clusters";

/** Makes endpoints where regions lack one: in the chosen regions, or in all of the chosen clusters. */
export function CreateDialog({ chosen, all, onClose, onSent }: DialogProps) {
  const clouds = cloudsOf(chosen.rows);
  const [cloud, setCloud] = useState<LinkCloud>(clouds[0]?.cloud ?? "aws");
  const [where, setWhere] = useState<Where>(chosen.missing.length > 0 ? "chosen" : "clusters");
  const [draft, setDraft] = useState<EditorDraft>(fresh([]));
  const editor = useRef<EditorHandle>(null);
  const rows = clouds.find((c) => c.cloud === cloud)?.rows ?? [];
  const clusters = new Set(rows.map((row) => row.cluster.id));
  const picked = rows.filter(isMissing);
  const whole = all.filter((row) => clusters.has(row.cluster.id) && isMissing(row));
  const meant = where === "chosen" ? picked : whole;
  const principals = draft.added.map((p) => p.text);
  const isReady = meant.length > 0 && draft.rejected.length === 0;
  return (
    <GoalDialog
      title="Create endpoints"
      summary={`${count(meant.length, "endpoint")}, ${principals.length === 0 ? "nobody may connect" : count(principals.length, "principal")}`}
      goal={
        !isReady
          ? null
          : where === "chosen"
            ? { kind: "create", regions: idsOfRows(meant), principals }
            : { kind: "create-missing", clusters: [...clusters], principals }
      }
      reason={
        meant.length === 0
          ? "Every one of these regions has an endpoint."
          : "Mend or drop what was not recognised first."
      }
      isTouched={!isUntouched(draft)}
      onClose={onClose}
      onSent={onSent}
      editor={editor}
    >
      <CloudChoice
        clouds={clouds}
        cloud={cloud}
        onChange={(to) => {
          setCloud(to);
          setDraft(fresh([]));
        }}
      />
      <RadioCards
        label="Where"
        value={where}
        onChange={setWhere}
        choices={[
          {
            id: "chosen",
            title: `In the chosen regions that have none (${picked.length})`,
            isDisabled: picked.length === 0,
          },
          {
            id: "clusters",
            title: `In every region of ${count(clustersOf(rows), "cluster")} that has none (${whole.length})`,
            isDisabled: whole.length === 0,
          },
        ]}
      />
      <PrincipalEditor
        ref={editor}
        key={cloud}
        label="Who may connect"
        cloud={cloud}
        draft={draft}
        current={draft.base}
        onChange={setDraft}
        readOnly={null}
      />
      {meant.some((row) => row.region.mayCreate.kind === "no") && (
        <Notice tone="info" plain>
          Clusters that can't have an endpoint are skipped; the review says why.
        </Notice>
      )}
    </GoalDialog>
  );
}

const isMissing = (row: Row) => row.endpoint.kind === "none";
