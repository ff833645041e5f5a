import type { ReactElement, ReactNode } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components";

/** A word of help on hover and focus for the one control inside. Nothing but the control where `text` is empty. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement }) {
  // Always the same tree: a control keeps its focus when its help comes or goes.
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
