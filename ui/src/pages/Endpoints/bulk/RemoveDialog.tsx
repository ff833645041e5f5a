import { useMemo, useState } from "react";
import { Checkbox, Chip, SearchField } from "../../../kit";
import { count } from "../../../parts";
import { idsOfRows, listedOn } from "./facts";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";

/** From how many principals on there is a field to find one. */
const many = 9;
/** How many are listed at most; typing leads to the others. */
const most = 200;

/** Removes principals from all chosen endpoints that list them. */
export function RemoveDialog({ chosen, all, onClose, onSent }: DialogProps) {
  const rows = chosen.endpoints;
  const listed = useMemo(() => listedOn(rows), [rows]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [isEverywhere, setEverywhere] = useState(false);
  const [query, setQuery] = useState("");
  const fitting = listed.filter((l) =>
    l.principal.text.toLowerCase().includes(query.toLowerCase()),
  );
  const shown = fitting.slice(0, most);
  const touches = (row: { principals: readonly { text: string }[] }) =>
    row.principals.some((p) => picked.has(p.text));
  const here = rows.filter(touches);
  const everywhere = all.filter(touches);
  const principals = [...picked];
  const meant = isEverywhere ? everywhere.length : here.length;
  return (
    <GoalDialog
      title={`Remove principals from ${count(rows.length, "endpoint")}`}
      summary={
        picked.size === 0
          ? ""
          : `${count(picked.size, "principal")} from ${count(meant, "endpoint")}`
      }
      goal={
        picked.size === 0
          ? null
          : isEverywhere
            ? { kind: "remove-everywhere", principals }
            : { kind: "remove", regions: idsOfRows(rows), principals }
      }
      reason="Choose what to remove first."
      isTouched={picked.size > 0}
      onClose={onClose}
      onSent={onSent}
    >
      {listed.length >= many && (
        <SearchField
          label="Find a principal"
          placeholder="Find a principal"
          autoFocus
          value={query}
          onChange={setQuery}
        />
      )}
      {listed.length === 0 && (
        <p className="text-sm text-mut">None of the chosen endpoints lists anybody.</p>
      )}
      <ul aria-label="Principals to remove" className="flex flex-col">
        {shown.map(({ principal, on }) => (
          <li key={principal.text} className="flex items-center gap-3 border-b border-line-soft">
            <Checkbox
              isSelected={picked.has(principal.text)}
              onChange={(isPicked) => {
                const now = new Set(picked);
                isPicked ? now.add(principal.text) : now.delete(principal.text);
                setPicked(now);
              }}
              className="min-w-0 flex-1 py-1.5"
            >
              <span className="mono min-w-0 break-all">{principal.text}</span>
            </Checkbox>
            {principal.kind === "everyone" && <Chip tone="bad">anyone</Chip>}
            <span className="shrink-0 text-xs text-dim tabular-nums">
              on {on.toLocaleString("en")} of {rows.length.toLocaleString("en")}
            </span>
          </li>
        ))}
      </ul>
      {fitting.length > most && (
        <p className="text-sm text-dim">
          {(fitting.length - most).toLocaleString("en")} more: type to find them.
        </p>
      )}
      {everywhere.length > here.length && (
        <Checkbox isSelected={isEverywhere} onChange={setEverywhere}>
          Also from {count(everywhere.length - here.length, "other endpoint")} that{" "}
          {everywhere.length - here.length === 1 ? "lists" : "list"}{" "}
          {picked.size === 1 ? "it" : "them"}
        </Checkbox>
      )}
    </GoalDialog>
  );
}
