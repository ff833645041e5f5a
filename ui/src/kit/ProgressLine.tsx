import { ProgressBar } from "react-aria-components";

/** A thin progress line at the top of a page. `value` is from 0 to 1; null: indeterminate. */
export function ProgressLine({ label, value }: { label: string; value: number | null }) {
  const percent = value === null ? undefined : Math.round(value * 100);
  return (
    <ProgressBar
      aria-label={label}
      value={percent ?? 0}
      isIndeterminate={value === null}
      className="block h-0.5 overflow-hidden"
    >
      <div
        className="h-full bg-acc transition-[width] duration-200"
        style={
          value === null
            ? { width: "30%", animation: "indeterminate 1.2s linear infinite" }
            : { width: `${percent}%` }
        }
      />
    </ProgressBar>
  );
}
