import { Button, IconButton, TextField } from "../../kit";
import { ComboField } from "../../kit/ComboField";
import { texts } from "./texts";
import type { RegionLine } from "./vpcForm";

type Part = "region" | "cidr";

interface Props {
  lines: readonly RegionLine[];
  /** AWS and Azure: one region. */
  isSingle: boolean;
  /** On Azure the service chooses the range. */
  hasRange: boolean;
  suggestions: readonly string[];
  /** The error in a part of the line at `i`, if it should show already. */
  errorOf: (i: number, part: Part) => string | null;
  onTouch: (field: string) => void;
  onChange: (lines: RegionLine[]) => void;
}

/** The regions of the new VPC, each with its range. */
export function RegionLines(props: Props) {
  const { lines, isSingle, hasRange, suggestions, errorOf, onTouch, onChange } = props;
  const change = (key: number, some: Partial<RegionLine>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...some } : line)));
  const add = () =>
    onChange([
      ...lines,
      { key: Math.max(0, ...lines.map((l) => l.key)) + 1, region: "", cidr: "" },
    ]);
  const taken = new Set(lines.map((l) => l.region));

  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">Regions</legend>
      {lines.map((line, i) => (
        <div key={line.key} className="flex items-start gap-2">
          <ComboField
            label={isSingle ? "Region" : `Region ${i + 1}`}
            hideLabel={i > 0}
            className="flex-1"
            placeholder={texts.create.regionExample(suggestions[0] ?? "us-west-2")}
            value={line.region}
            suggestions={suggestions.filter((s) => s === line.region || !taken.has(s))}
            onChange={(region) => change(line.key, { region })}
            onBlur={() => line.region !== "" && onTouch(`region-${line.key}`)}
            error={errorOf(i, "region")}
          />
          {hasRange && (
            <TextField
              label={isSingle ? "Range" : `Range ${i + 1}`}
              hideLabel={i > 0}
              mono
              className="flex-1"
              placeholder="10.0.0.0/24"
              value={line.cidr}
              onChange={(cidr) => change(line.key, { cidr })}
              onBlur={() => line.cidr !== "" && onTouch(`cidr-${line.key}`)}
              error={errorOf(i, "cidr")}
            />
          )}
          {!isSingle && lines.length > 1 && (
            <IconButton
              label={`Remove region ${i + 1}`}
              icon="close"
              size={12}
              className={i === 0 ? "mt-[26px]" : "mt-1"}
              onPress={() => onChange(lines.filter((l) => l.key !== line.key))}
            />
          )}
        </div>
      ))}
      {!isSingle && (
        <div>
          <Button tone="link" icon="plus" onPress={add}>
            Add region
          </Button>
        </div>
      )}
    </fieldset>
  );
}
