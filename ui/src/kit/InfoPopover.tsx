import { type ReactNode, useContext } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { cx } from "./cx";
import { TabStop } from "./tabStop";

interface Props {
  /** What the button shows. */
  trigger: ReactNode;
  /** The name of the card that opens. */
  label: string;
  children: ReactNode;
  className?: string;
}

/** A word that opens a small card with more about it; by press, Enter or Space. */
export function InfoPopover({ trigger, label, children, className }: Props) {
  const isTabStop = useContext(TabStop);
  return (
    <DialogTrigger>
      <Button
        excludeFromTabOrder={!isTabStop}
        className={cx(
          "inline-flex max-w-full min-w-0 items-center gap-1.5 rounded-[5px] text-left underline decoration-dim decoration-dotted underline-offset-[3px] hover:decoration-current data-[pressed]:text-tx",
          className,
        )}
      >
        {trigger}
      </Button>
      <Popover
        placement="bottom start"
        className="pop-in max-h-80 w-80 overflow-auto rounded-lg border border-line bg-panel p-3 shadow-pop"
      >
        <Dialog aria-label={label} className="outline-none">
          <TabStop.Provider value={true}>{children}</TabStop.Provider>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
