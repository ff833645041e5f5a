import { cx } from "./cx";

/** The place of something that is still being read. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx("inline-block h-3 animate-pulse rounded bg-chip", className)}
    />
  );
}
