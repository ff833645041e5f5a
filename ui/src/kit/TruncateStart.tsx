import { cx } from "./cx";

interface Props {
  text: string;
  /** The number of characters at the end that stay visible. */
  tail: number;
  /** The width below which nothing before the tail is shown, as a class. */
  least?: string;
  className?: string;
}

/** A line of text that is truncated before its tail. Its title is the full text. */
export function TruncateStart({ text, tail, least = "basis-[3ch]", className }: Props) {
  const cut = Math.max(0, text.length - tail);
  return (
    // Where there is no room for a few characters before the tail, they wrap out of sight instead of leaving a sliver.
    <span
      className={cx(
        "flex h-[1lh] min-w-0 flex-wrap-reverse content-end overflow-hidden",
        className,
      )}
      title={text}
    >
      {cut > 0 && (
        <span className={cx("max-w-max min-w-0 grow truncate", least)}>{text.slice(0, cut)}</span>
      )}
      <span className="max-w-full shrink-0 truncate">{text.slice(cut)}</span>
    </span>
  );
}
