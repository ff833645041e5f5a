import { Chip, SearchField, Segments } from "../../kit";
import { count } from "../../parts";
import type { Only, PlanTally } from "./planLines";

interface Props {
  tally: PlanTally;
  shown: number;
  text: string;
  only: Only;
  onText: (text: string) => void;
  onOnly: (only: Only) => void;
}

/** Finds its way through a long plan. */
export function PlanBar({ tally, shown, text, only, onText, onOnly }: Props) {
  const options: { id: Only; label: string }[] = [
    { id: "all", label: "All" },
    { id: "warnings", label: `Warnings ${tally.warnings}` },
    { id: "conflicts", label: `Conflicts ${tally.conflicts}` },
  ];
  const leftOut = tally.out.length - tally.notRead;
  return (
    <div className="flex flex-wrap items-center gap-2 px-5 pb-3">
      <SearchField
        label="Search the plan"
        placeholder="Cluster, region or principal"
        value={text}
        onChange={onText}
        className="w-60"
      />
      <Segments label="Show" value={only} options={options} onChange={onOnly} />
      <span role="status" className="ml-auto text-sm text-dim">
        {text !== "" || only !== "all" ? `${count(shown, "step")} shown` : ""}
      </span>
      {leftOut > 0 && <Chip tone="more">{leftOut} left out</Chip>}
    </div>
  );
}
