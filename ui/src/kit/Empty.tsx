import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

/** An empty state: why there is nothing to show, and the next step. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-20 text-center">
      <span className="mb-2 grid size-10 place-items-center rounded-xl bg-chip text-dim">
        <Icon name={icon} size={18} />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="text-sm text-mut">{children}</div>}
      {action && <div className="mt-3 flex gap-2">{action}</div>}
    </div>
  );
}
