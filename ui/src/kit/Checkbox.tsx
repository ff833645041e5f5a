import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox, type CheckboxProps } from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./Icon";

/** A check box with its label. Without a visible label it needs `aria-label`. */
export function Checkbox({
  children,
  className,
  ...rest
}: Omit<CheckboxProps, "children" | "className" | "style"> & {
  children?: ReactNode;
  className?: string;
}) {
  return (
    <AriaCheckbox
      {...rest}
      className={cx(
        "group relative inline-flex items-center gap-[7px] text-sm !outline-none data-[disabled]:text-dim",
        className,
      )}
    >
      <span className="grid size-[15px] shrink-0 place-items-center rounded-[4px] border border-edge text-acc-tx group-data-[selected]:border-acc group-data-[selected]:bg-acc group-data-[indeterminate]:border-acc group-data-[indeterminate]:bg-acc group-data-[disabled]:opacity-40 group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-1 group-data-[focus-visible]:outline-acc">
        <Icon
          name={rest.isIndeterminate ? "dash" : "check"}
          size={11}
          className="hidden stroke-[2.2] group-data-[selected]:block group-data-[indeterminate]:block"
        />
      </span>
      {children}
    </AriaCheckbox>
  );
}
