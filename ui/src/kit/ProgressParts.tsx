import { ProgressBar } from "react-aria-components";
import { cx } from "./cx";

export type PartTone = "ok" | "bad" | "warn" | "acc";

const tones: Record<PartTone, string> = {
  ok: "bg-ok",
  bad: "bg-bad",
  warn: "bg-warn",
  acc: "bg-acc/45",
};

interface Props {
  label: string;
  /** Read by screen readers instead of a percentage. */
  text: string;
  all: number;
  /** The number in each state, in order; the rest is still to come. */
  parts: readonly { tone: PartTone; n: number }[];
  className?: string;
}

/** One progress bar for several items in different states. */
export function ProgressParts({ label, text, all, parts, className }: Props) {
  const ended = parts.filter((p) => p.tone !== "acc").reduce((sum, p) => sum + p.n, 0);
  return (
    <ProgressBar
      aria-label={label}
      value={ended}
      maxValue={Math.max(1, all)}
      valueLabel={text}
      className={cx("flex h-1.5 gap-px overflow-hidden rounded-full bg-chip", className)}
    >
      {parts.map(({ tone, n }) =>
        n === 0 ? null : (
          <span
            key={tone}
            className={cx("h-full transition-[width] duration-200", tones[tone])}
            // What is under way is halfway: a full bar says that all is done.
            style={{ width: `${((tone === "acc" ? 50 : 100) * n) / Math.max(1, all)}%` }}
          />
        ),
      )}
    </ProgressBar>
  );
}
