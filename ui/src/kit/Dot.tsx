import { cx } from "./cx";

export type Tone = "ok" | "busy" | "warn" | "bad" | "off" | "info";

const dots: Record<Tone, string> = {
  ok: "bg-ok",
  // Half full. It doesn't move: such a state can last for an hour, and a movement has the whole window drawn again.
  busy: "border border-acc bg-linear-to-r from-acc from-50% to-transparent to-50%",
  warn: "bg-warn",
  bad: "bg-bad",
  info: "bg-acc",
  off: "border border-dim",
};

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
