import type { ReactElement, ReactNode } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components";

/** A tooltip on hover and focus for the control inside. No tooltip if `text` is empty. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement }) {
  // Always the same tree, so that the control keeps the focus when its tooltip appears or goes away.
  return (
    <TooltipTrigger delay={350} closeDelay={60} isDisabled={!text}>
      {children}
      <AriaTooltip
        offset={6}
        className="pop-in z-50 max-w-72 rounded-md border border-line bg-panel px-2.5 py-1.5 text-xs text-tx shadow-pop"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
