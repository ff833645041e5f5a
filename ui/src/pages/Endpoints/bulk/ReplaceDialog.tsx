import { useMemo, useRef, useState } from "react";
import { ComboField } from "../../../kit/ComboField";
import { type EditorDraft, fresh, isUntouched } from "../editor/draft";
import { type EditorHandle, PrincipalEditor } from "../editor/PrincipalEditor";
import { texts } from "../texts";
import { cloudsOf, idsOfRows, listedOn } from "./facts";
import { fitting } from "./fitting";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";

/** Replaces one principal with another on the selected endpoints that list it. */
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
  const reason = whatIsMissing(wanted, rows.length, draft);
  return (
    <GoalDialog
      title={texts.bulk.replace.title}
      summary={wanted === "" ? "" : texts.bulk.replace.summary(rows.length)}
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
        label={texts.bulk.replace.old}
        value={old}
        suggestions={offered}
        onChange={setOld}
        error={wanted !== "" && offered.length === 0 ? texts.bulk.replace.notListed : null}
      />
      <PrincipalEditor
        ref={editor}
        key={cloud}
        label={texts.bulk.replace.new}
        cloud={cloud}
        draft={draft}
        current={draft.base}
        onChange={setDraft}
        readOnly={null}
      />
    </GoalDialog>
  );
}

function whatIsMissing(old: string, found: number, draft: EditorDraft): string {
  if (old === "" || found === 0) return texts.bulk.replace.noOld;
  if (draft.rejected.length > 0) return texts.editor.fixFirst(draft.rejected.length);
  if (draft.added.length === 0) return texts.bulk.replace.noNew;
  if (draft.added.length > 1) return texts.bulk.replace.onlyOne;
  return draft.added[0]?.text === old ? texts.bulk.replace.same : "";
}
