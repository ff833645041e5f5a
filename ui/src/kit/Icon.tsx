import { cx } from "./cx";
import { type IconName, iconPaths } from "./iconPaths";

export type { IconName };

/** A decorative icon: its control has the accessible name. */
export function Icon({
  name,
  className,
  size = 15,
}: {
  name: IconName;
  className?: string;
  size?: number;
}) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={cx("shrink-0 fill-none stroke-current", className)}
      strokeWidth={name === "more" ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
