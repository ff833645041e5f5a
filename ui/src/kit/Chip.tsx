import type { ReactNode } from "react";
import { cx } from "./cx";

export type ChipTone = "default" | "more" | "bad" | "warn" | "ok" | "acc";

const tones: Record<ChipTone, string> = {
  default: "bg-chip text-tx",
  more: "bg-chip text-mut",
  bad: "bg-bad-bg text-bad",
  warn: "bg-warn-bg text-warn",
  ok: "bg-ok-bg text-ok",
  acc: "bg-acc-bg text-acc",
};

/** A small label. */
export function Chip({
  children,
  tone = "default",
  title,
  className,
}: {
  children: ReactNode;
  tone?: ChipTone;
  title?: string;
  className?: string;
}) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex min-w-0 items-center rounded-[5px] px-1.5 py-px text-xs font-medium whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      <span className="truncate">{children}</span>
    </span>
  );
}
