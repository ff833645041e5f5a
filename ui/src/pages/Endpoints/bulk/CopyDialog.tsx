import { useMemo, useState } from "react";
import { Notice } from "../../../kit";
import { ComboField } from "../../../kit/ComboField";
import { cloudName, count } from "../../../parts";
import { idsOfRows, rowName } from "./facts";
import { fitting } from "./fitting";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";

/** Gives all chosen endpoints exactly the list of one endpoint. */
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
  const same = from ? chosen.endpoints.filter((r) => r.cluster.cloud === from.cluster.cloud) : [];
  const to = same.filter((row) => row !== from);
  const others = from ? chosen.endpoints.length - same.length : 0;
  return (
    <GoalDialog
      title={`Copy a list to ${count(chosen.endpoints.length, "endpoint")}`}
      summary={
        from ? `${count(to.length, "endpoint gets", "endpoints get")} exactly this list` : ""
      }
      goal={from && to.length > 0 ? { kind: "copy", from: from.id, to: idsOfRows(to) } : null}
      reason={from ? "No other endpoint is chosen." : "Choose the endpoint to copy from first."}
      isTouched={typed !== ""}
      onClose={onClose}
      onSent={onSent}
    >
      <ComboField
        label="Copy from"
        value={typed}
        suggestions={offered}
        onChange={setTyped}
        placeholder="cluster region"
        error={typed.trim() !== "" && offered.length === 0 ? "Choose one of the endpoints." : null}
      />
      {from && (
        <div>
          <p className="mb-1 text-xs text-dim">Its list</p>
          <ul
            aria-label="The list to copy"
            className="mono max-h-48 overflow-y-auto rounded-lg border border-line bg-bg px-2.5 py-1.5"
          >
            {from.principals.map((p) => (
              <li key={p.text} className="py-px break-all">
                {p.text}
              </li>
            ))}
            {from.principals.length === 0 && (
              <li className="font-sans text-dim">Nobody may connect.</li>
            )}
          </ul>
        </div>
      )}
      {from && (
        <Notice tone={from.principals.length === 0 ? "warn" : "info"} plain>
          Whoever is on another list and not on this one is removed from it.
          {others > 0 &&
            ` ${count(others, "chosen endpoint")} not on ${cloudName(from.cluster.cloud)} ${others === 1 ? "is" : "are"} left alone.`}
        </Notice>
      )}
    </GoalDialog>
  );
}
