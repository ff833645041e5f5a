import { cx } from "./cx";

interface Props {
  text: string;
  /** The number of characters at the end that stay visible. */
  tail: number;
  className?: string;
}

/** A line of text that is truncated before its tail. Its title is the full text. */
export function TruncateStart({ text, tail, className }: Props) {
  const cut = Math.max(0, text.length - tail);
  return (
    <span className={cx("flex min-w-0 overflow-hidden", className)} title={text}>
      <span className="min-w-0 shrink-[999] truncate">{text.slice(0, cut)}</span>
      <span className="max-w-full shrink-0 truncate">{text.slice(cut)}</span>
    </span>
  );
}
