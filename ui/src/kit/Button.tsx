import { type ReactNode, type Ref, useContext } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import { Spinner } from "./Spinner";
import { Tooltip } from "./Tooltip";
import { TabStop } from "./tabStop";

export type ButtonTone = "default" | "primary" | "quiet" | "danger" | "link";

interface Shared extends Omit<AriaButtonProps, "children" | "className" | "style" | "isPending"> {
  /** Why it can't be used now. It stays focusable and shows the reason on hover and focus. */
  disabledReason?: string | null;
  /** The focus goes here when what had it is gone. */
  isHome?: boolean;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
}

interface ButtonProps extends Shared {
  children: ReactNode;
  tone?: ButtonTone;
  size?: "s" | "m";
  icon?: IconName;
  /** Shows a spinner and ignores presses. */
  isPending?: boolean;
}

const tones: Record<ButtonTone, string> = {
  default: "border-line bg-btn text-tx hover:bg-btn-hov",
  primary: "border-transparent bg-acc text-acc-tx hover:brightness-110",
  quiet: "border-transparent text-mut hover:bg-btn hover:text-tx",
  danger: "border-transparent bg-bad-bg text-bad hover:brightness-110",
  link: "border-transparent text-acc hover:underline !px-0 !py-0",
};

export function Button({
  children,
  tone = "default",
  size = "m",
  icon,
  isPending = false,
  disabledReason,
  isHome,
  className,
  ...rest
}: ButtonProps) {
  const isTabStop = useContext(TabStop);
  const classes = cx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-[7px] border font-medium select-none",
    size === "m" ? "px-[11px] py-[5px] text-sm" : "px-2 py-0.5 text-xs",
    tones[tone],
    (disabledReason || rest.isDisabled) && "opacity-60 saturate-50 hover:brightness-100",
    className,
  );
  const content = (
    <>
      {isPending ? (
        <Spinner className="border-current border-r-transparent" />
      ) : (
        icon && <Icon name={icon} size={13} />
      )}
      {children}
    </>
  );
  return (
    <Reasoned reason={disabledReason}>
      <AriaButton
        data-home={isHome || undefined}
        excludeFromTabOrder={!isTabStop}
        {...inert(rest, Boolean(disabledReason) || isPending)}
        className={classes}
      >
        {content}
      </AriaButton>
    </Reasoned>
  );
}

interface IconButtonProps extends Shared {
  /** Its accessible name and tooltip. */
  label: string;
  icon: IconName;
  size?: number;
  /** False: no tooltip, because the name is visible next to it. */
  tooltip?: boolean;
}

export function IconButton({
  label,
  icon,
  size = 14,
  tooltip = true,
  disabledReason,
  className,
  ...rest
}: IconButtonProps) {
  const isTabStop = useContext(TabStop);
  return (
    <Tooltip text={disabledReason ?? (tooltip ? label : null)}>
      <AriaButton
        excludeFromTabOrder={!isTabStop}
        {...inert(rest, Boolean(disabledReason))}
        aria-label={label}
        className={cx(
          "inline-flex size-6 shrink-0 items-center justify-center rounded-md text-dim hover:bg-btn-hov hover:text-tx",
          disabledReason && "opacity-50",
          className,
        )}
      >
        <Icon name={icon} size={size} />
      </AriaButton>
    </Tooltip>
  );
}

function Reasoned({ reason, children }: { reason?: string | null; children: React.ReactElement }) {
  return <Tooltip text={reason}>{children}</Tooltip>;
}

/** Removes the action but keeps the button focusable. */
function inert<T extends Omit<AriaButtonProps, "children" | "className" | "style" | "isPending">>(
  props: T,
  off: boolean,
): T {
  if (!off) return props;
  return { ...props, onPress: undefined, type: "button", "aria-disabled": "true" };
}
