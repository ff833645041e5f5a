import { cx } from "./cx";

interface Props {
  text: string;
  /** How many characters at the end always stay. */
  tail?: number;
  /** Loses its beginning rather than its middle. */
  fromStart?: boolean;
  className?: string;
}

/** One line of text that loses what it must before its end, never its end. Its title is the whole text. */
export function KeepEnd({ text, tail = 12, fromStart, className }: Props) {
  if (fromStart) {
    return (
      <span className={cx("min-w-0 truncate text-left [direction:rtl]", className)} title={text}>
        <bdi dir="ltr">{text}</bdi>
      </span>
    );
  }
  const cut = Math.max(0, text.length - tail);
  return (
    <span className={cx("flex min-w-0 overflow-hidden", className)} title={text}>
      <span className="min-w-[1.2ch] truncate">{text.slice(0, cut)}</span>
      <span className="shrink-0 whitespace-pre">{text.slice(cut)}</span>
    </span>
  );
}
