import { useMemo, useState } from "react";
import { Notice } from "../../../kit";
import { ComboField } from "../../../kit/ComboField";
import { texts } from "../texts";
import { idsOfRows, rowName } from "./facts";
import { fitting } from "./fitting";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";

/** Gives all selected endpoints exactly the principals of one endpoint. */
export function CopyDialog({ chosen, all, onClose, onSent }: DialogProps) {
  const [typed, setTyped] = useState("");
  const byName = useMemo(
    () =>
      new Map(
        all
          .filter((r) => r.endpoint.kind === "present" && !r.isUnread)
          .map((row) => [rowName(row), row]),
      ),
    [all],
  );
  const names = useMemo(() => [...byName.keys()], [byName]);
  const offered = fitting(names, typed.trim());
  const from = byName.get(typed.trim());
  const same = from ? chosen.endpoints.filter((r) => r.region.cloud === from.region.cloud) : [];
  const to = same.filter((row) => row !== from);
  const others = from ? chosen.endpoints.length - same.length : 0;
  return (
    <GoalDialog
      title={texts.bulk.copy.title(chosen.endpoints.length)}
      summary={from ? texts.bulk.copy.summary(to.length) : ""}
      goal={from && to.length > 0 ? { kind: "copy", from: from.id, to: idsOfRows(to) } : null}
      reason={from ? texts.bulk.copy.noTo : texts.bulk.copy.noFrom}
      isTouched={typed !== ""}
      onClose={onClose}
      onSent={onSent}
    >
      <ComboField
        label={texts.bulk.copy.from}
        value={typed}
        suggestions={offered}
        onChange={setTyped}
        placeholder="cluster region"
        error={typed.trim() !== "" && offered.length === 0 ? texts.bulk.copy.noMatch : null}
      />
      {from && (
        <div>
          <p className="mb-1 text-xs text-dim">{texts.bulk.copy.list}</p>
          <ul
            aria-label={texts.bulk.copy.list}
            className="mono max-h-48 overflow-y-auto rounded-lg border border-line bg-bg px-2.5 py-1.5"
          >
            {from.principals.map((p) => (
              <li key={p.text} className="py-px break-all">
                {p.text}
              </li>
            ))}
            {from.principals.length === 0 && (
              <li className="font-sans text-dim">{texts.editor.nobody}</li>
            )}
          </ul>
        </div>
      )}
      {from && (
        <Notice tone="warn" plain>
          {texts.bulk.copy.warning}
          {others > 0 && ` ${texts.bulk.copy.otherCloud(others, from.region.cloud)}`}
        </Notice>
      )}
    </GoalDialog>
  );
}
