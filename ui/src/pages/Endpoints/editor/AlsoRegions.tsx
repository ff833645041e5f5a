import type { Region } from "../../../ipc";
import { Checkbox } from "../../../kit";
import { type EditorDraft, setAlso } from "./draft";

interface Props {
  label: string;
  regions: readonly { region: Region; note: string | null; isDisabled: boolean }[];
  draft: EditorDraft;
  onChange: (how: (draft: EditorDraft) => EditorDraft) => void;
}

/** Chooses other regions of the cluster to get the same principals. */
export function AlsoRegions({ label, regions, draft, onChange }: Props) {
  if (regions.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-xs text-dim">{label}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        {regions.map(({ region, note, isDisabled }) => (
          <Checkbox
            key={region.id}
            isSelected={draft.also.includes(region.id)}
            isDisabled={isDisabled}
            onChange={(chosen) => onChange((d) => setAlso(d, region.id, chosen))}
          >
            <span className="mono">{region.region}</span>
            {note && <span className="text-dim">{note}</span>}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
