import { SearchField, Segments } from "../../kit";
import type { Only, PlanTally } from "./planLines";
import { texts } from "./texts";

interface Props {
  tally: PlanTally;
  shown: number;
  text: string;
  only: Only;
  onText: (text: string) => void;
  onOnly: (only: Only) => void;
}

/** Search and filters for a long plan. */
export function PlanBar({ tally, shown, text, only, onText, onOnly }: Props) {
  const options: { id: Only; label: string }[] = [
    { id: "all", label: texts.all },
    { id: "warnings", label: texts.onlyWarnings(tally.warnings) },
    { id: "conflicts", label: texts.onlyConflicts(tally.conflicts) },
  ];
  return (
    <div className="flex flex-wrap items-center gap-2 px-5 pb-3">
      <SearchField
        label={texts.search}
        placeholder={texts.searchHint}
        value={text}
        onChange={onText}
        className="w-60"
      />
      <Segments label={texts.show} value={only} options={options} onChange={onOnly} />
      <span role="status" className="ml-auto text-sm text-dim">
        {text !== "" || only !== "all" ? texts.shown(shown) : ""}
      </span>
    </div>
  );
}
