import { cx } from "./cx";

/** A spinning ring. Decorative: text next to it says what is going on. */
export function Spinner({ className, size = 10 }: { className?: string; size?: number }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-block shrink-0 animate-spin rounded-full border-[1.6px] border-acc border-r-transparent",
        className,
      )}
      style={{ width: size, height: size }}
    />
  );
}
