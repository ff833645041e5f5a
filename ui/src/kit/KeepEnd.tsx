import { cx } from "./cx";

/** One line of text that loses its middle, never its end. The whole text is its title and what is read out. */
export function KeepEnd({
  text,
  tail = 12,
  className,
}: {
  text: string;
  tail?: number;
  className?: string;
}) {
  const cut = Math.max(0, text.length - tail);
  return (
    <span className={cx("flex min-w-0", className)} title={text}>
      <span className="min-w-[1.2ch] truncate">{text.slice(0, cut)}</span>
      <span className="shrink-0 whitespace-pre">{text.slice(cut)}</span>
    </span>
  );
}
