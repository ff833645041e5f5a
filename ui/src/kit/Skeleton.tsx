import { cx } from "./cx";

/** A placeholder for something that is loading. It doesn't pulse: a table has a hundred of them. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("inline-block h-3 rounded bg-chip", className)} />;
}
