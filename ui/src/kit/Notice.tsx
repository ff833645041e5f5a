import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";

export type NoticeTone = "info" | "warn" | "bad" | "ok";

const looks: Record<NoticeTone, { icon: IconName; color: string; box: string }> = {
  info: { icon: "info", color: "text-acc", box: "bg-acc-bg" },
  warn: { icon: "warning", color: "text-warn", box: "bg-warn-bg" },
  bad: { icon: "error", color: "text-bad", box: "bg-bad-bg" },
  ok: { icon: "check", color: "text-ok", box: "bg-ok-bg" },
};

interface NoticeProps {
  tone?: NoticeTone;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons. */
  action?: ReactNode;
  /** Small print under the buttons. */
  footnote?: ReactNode;
  /** Without a colored box. */
  plain?: boolean;
  /** Announced when it appears. */
  live?: boolean;
  className?: string;
}

/** An inline message: what happened, what to do. */
export function Notice({
  tone = "info",
  title,
  children,
  action,
  footnote,
  plain,
  live,
  className,
}: NoticeProps) {
  const look = looks[tone];
  return (
    <div
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={cx(
        "flex gap-2 text-sm",
        !plain && cx("rounded-lg px-3 py-2.5", look.box),
        className,
      )}
    >
      <Icon name={look.icon} className={cx("mt-[2px]", look.color)} />
      <div className="min-w-0 flex-1 break-words">
        {title && <div className="font-medium text-tx">{title}</div>}
        {children && <div className="text-mut">{children}</div>}
        {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
        {footnote}
      </div>
    </div>
  );
}
