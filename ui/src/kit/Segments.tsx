import { ToggleButton, ToggleButtonGroup } from "react-aria-components";

/** A few options side by side, one of them selected. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { id: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((o) => keys.has(o.id));
        if (chosen) onChange(chosen.id);
      }}
      className="inline-flex rounded-lg border border-line bg-bg p-0.5"
    >
      {options.map((option) => (
        <ToggleButton
          key={option.id}
          id={option.id}
          className="rounded-md px-2.5 py-1 text-sm text-mut data-[selected]:bg-btn-hov data-[selected]:font-medium data-[selected]:text-tx"
        >
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
