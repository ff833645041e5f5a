import { useRef } from "react";
import { Popover } from "react-aria-components";
import { type MenuEntry, MenuList } from "../Menu";

/** What a context menu is about, and where it opens: in the window's pixels. */
export interface MenuAt {
  label: string;
  entries: readonly MenuEntry[];
  x: number;
  y: number;
}

/** The menu of a row: by the right button, the menu key or Shift+F10. */
export function RowMenu({ at, onClose }: { at: MenuAt; onClose: () => void }) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        aria-hidden="true"
        className="pointer-events-none fixed size-0"
        style={{ left: at.x, top: at.y }}
      />
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={(isOpen) => !isOpen && onClose()}
        placement="bottom start"
        offset={2}
        className="pop-in min-w-48 rounded-lg border border-line bg-panel p-1 shadow-pop"
      >
        <MenuList label={at.label} entries={at.entries} onClose={onClose} autoFocus />
      </Popover>
    </>
  );
}
