import type { ReactNode } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { cx } from "./cx";

export interface CardChoice<T extends string> {
  id: T;
  title: string;
  detail?: ReactNode;
  isDisabled?: boolean;
}

interface Props<T extends string> {
  label: string;
  value: T | null;
  choices: readonly CardChoice<T>[];
  onChange: (value: T) => void;
  /** Side by side instead of stacked. */
  inRow?: boolean;
  hideLabel?: boolean;
}

/** A few options that need a sentence each. */
export function RadioCards<T extends string>({
  label,
  value,
  choices,
  onChange,
  inRow,
  hideLabel,
}: Props<T>) {
  return (
    <RadioGroup
      value={value}
      onChange={(chosen) => {
        const choice = choices.find((c) => c.id === chosen);
        if (choice) onChange(choice.id);
      }}
      className="flex flex-col gap-1.5"
    >
      <Label className={hideLabel ? "sr-only" : "text-xs font-medium text-mut"}>{label}</Label>
      <div className={cx("grid gap-2", inRow && "auto-cols-fr grid-flow-col")}>
        {choices.map((choice) => (
          <Radio
            key={choice.id}
            value={choice.id}
            isDisabled={choice.isDisabled}
            className="group flex items-start gap-2.5 rounded-lg border border-line bg-bg px-3 py-2.5 data-[hovered]:border-edge data-[selected]:border-acc data-[selected]:bg-acc-bg"
          >
            <span className="mt-[2px] grid size-[15px] shrink-0 place-items-center rounded-full border border-edge group-data-[disabled]:opacity-40 group-data-[selected]:border-acc">
              <span className="size-[7px] rounded-full group-data-[selected]:bg-acc" />
            </span>
            <span className="min-w-0">
              <span className="block font-medium group-data-[disabled]:text-dim">
                {choice.title}
              </span>
              {choice.detail && <span className="block text-sm text-mut">{choice.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
