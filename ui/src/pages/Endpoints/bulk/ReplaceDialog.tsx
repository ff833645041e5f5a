import { useMemo, useRef, useState } from "react";
import { ComboField } from "../../../kit/ComboField";
import { count } from "../../../parts";
import { type EditorDraft, fresh, isUntouched } from "../editor/draft";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import { cloudsOf, idsOfRows, listedOn } from "./facts";
import { fitting } from "./fitting";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";

/** Puts one principal in another's place, where that one stands. */
export function ReplaceDialog({ chosen, onClose, onSent }: DialogProps) {
  const listed = useMemo(() => listedOn(chosen.endpoints), [chosen.endpoints]);
  const [old, setOld] = useState("");
  const [draft, setDraft] = useState<EditorDraft>(fresh([]));
  const editor = useRef<EditorHandle>(null);
  const wanted = old.trim();
  const offered = fitting(
    listed.map((l) => l.principal.text),
    wanted,
  );
  const rows = chosen.endpoints.filter((row) => row.principals.some((p) => p.text === wanted));
  const cloud = cloudsOf(rows)[0]?.cloud ?? cloudsOf(chosen.endpoints)[0]?.cloud ?? "aws";
  const [next] = draft.added;
  const reason = hindrance(wanted, rows.length, draft);
  return (
    <GoalDialog
      title="Replace a principal"
      summary={wanted === "" ? "" : `On ${count(rows.length, "endpoint")} of those chosen`}
      goal={
        reason === "" && next
          ? { kind: "replace", regions: idsOfRows(rows), old: wanted, new: next.text }
          : null
      }
      reason={reason}
      isTouched={old !== "" || !isUntouched(draft)}
      onClose={onClose}
      onSent={onSent}
      editor={editor}
    >
      <ComboField
        label="Principal that is there"
        value={old}
        suggestions={offered}
        onChange={setOld}
        error={
          wanted !== "" && offered.length === 0 ? "None of the chosen endpoints lists it." : null
        }
      />
      <PrincipalEditor
        ref={editor}
        key={cloud}
        label="Principal to put in its place"
        cloud={cloud}
        draft={draft}
        current={draft.base}
        onChange={setDraft}
        readOnly={null}
      />
    </GoalDialog>
  );
}

function hindrance(old: string, found: number, draft: EditorDraft): string {
  if (old === "" || found === 0) return "Say which principal is to be replaced first.";
  if (draft.rejected.length > 0) return "Mend or drop what was not recognised first.";
  if (draft.added.length === 0) return "Say what to put in its place first.";
  if (draft.added.length > 1) return "Only one principal can be put in its place.";
  return draft.added[0]?.text === old ? "That is the same principal." : "";
}
