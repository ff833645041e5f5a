import { cx } from "./cx";
import { dots, type Tone } from "./tones";

export type { Tone };

/** A state's color. Always shown next to its name. */
export function Dot({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx("inline-block size-[7px] shrink-0 rounded-full", dots[tone], className)}
    />
  );
}

/** A state: a dot and its name. */
export function StateWord({
  tone,
  children,
  className,
}: {
  tone: Tone;
  children: React.ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cx(
        "inline-flex min-w-0 items-center gap-[7px]",
        tone === "off" && "text-dim",
        className,
      )}
    >
      <Dot tone={tone} />
      <span className="truncate">{children}</span>
    </span>
  );
}
