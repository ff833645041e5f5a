import { cx } from "./cx";

/** A placeholder for something that is loading. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx("inline-block h-3 animate-pulse rounded bg-chip", className)}
    />
  );
}
