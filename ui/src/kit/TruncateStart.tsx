import { cx } from "./cx";

interface Props {
  text: string;
  /** How many characters at the end always stay. */
  tail: number;
  className?: string;
}

/** One line of text that loses its beginning before its tail. Its title is the whole text. */
export function TruncateStart({ text, tail, className }: Props) {
  const cut = Math.max(0, text.length - tail);
  return (
    <span className={cx("flex min-w-0 overflow-hidden", className)} title={text}>
      <span className="min-w-0 shrink-[999] truncate">{text.slice(0, cut)}</span>
      <span className="min-w-0 truncate">{text.slice(cut)}</span>
    </span>
  );
}
