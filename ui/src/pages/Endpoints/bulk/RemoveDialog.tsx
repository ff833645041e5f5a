import { useMemo, useState } from "react";
import { useOwnerNames } from "../../../ipc";
import { Checkbox, Chip, SearchField } from "../../../kit";
import { count } from "../../../parts";
import { OwnerLabel } from "../../../parts/OwnerLabel";
import { nameOf } from "../../../parts/ownerNames";
import { number } from "../../../parts/words";
import { texts } from "../texts";
import { idsOfRows, listedOn } from "./facts";
import { GoalDialog } from "./GoalDialog";
import type { DialogProps } from "./types";

/** With this many principals there is a search field. */
const many = 9;
/** The most that are listed; searching finds the others. */
const most = 200;

/** Removes principals from all selected endpoints that list them. */
export function RemoveDialog({ chosen, all, onClose, onSent }: DialogProps) {
  const rows = chosen.endpoints;
  const listed = useMemo(() => listedOn(rows), [rows]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [isEverywhere, setEverywhere] = useState(false);
  const [query, setQuery] = useState("");
  const names = useOwnerNames();
  const fitting = listed.filter(({ principal }) =>
    `${principal.text}\n${nameOf(names, principal) ?? ""}`
      .toLowerCase()
      .includes(query.toLowerCase()),
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
      title={texts.bulk.remove.title(rows.length)}
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
      reason={texts.bulk.remove.nothingYet}
      isTouched={picked.size > 0}
      onClose={onClose}
      onSent={onSent}
    >
      {listed.length >= many && (
        <SearchField
          label={texts.bulk.remove.find}
          placeholder={texts.bulk.remove.find}
          autoFocus
          value={query}
          onChange={setQuery}
        />
      )}
      {listed.length === 0 && <p className="text-sm text-mut">{texts.bulk.remove.noPrincipals}</p>}
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
            <OwnerLabel name={nameOf(names, principal)} />
            {principal.kind === "everyone" && <Chip tone="bad">anyone</Chip>}
            <span className="shrink-0 text-xs text-dim tabular-nums">
              on {number(on)} of {number(rows.length)}
            </span>
          </li>
        ))}
      </ul>
      {fitting.length > most && (
        <p className="text-sm text-dim">{texts.bulk.remove.more(fitting.length - most)}</p>
      )}
      {everywhere.length > here.length && (
        <Checkbox isSelected={isEverywhere} onChange={setEverywhere}>
          {texts.bulk.remove.alsoFrom(everywhere.length - here.length, picked.size)}
        </Checkbox>
      )}
    </GoalDialog>
  );
}
