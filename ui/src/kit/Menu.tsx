import type { ReactElement, ReactNode, RefObject } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  Separator,
  SubmenuTrigger,
} from "react-aria-components";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";

export interface MenuEntry {
  id: string;
  label: string;
  icon?: IconName;
  detail?: ReactNode;
  tone?: "default" | "danger";
  isDisabled?: boolean;
  /** Draws a line above this entry. */
  separated?: boolean;
  onAction?: () => void;
  /** Makes it a submenu. */
  entries?: readonly MenuEntry[];
}

/** A button (`trigger`, a kit Button or IconButton) that opens a list of actions. */
export function Menu({
  label,
  trigger,
  entries,
  placement = "bottom start",
  anchor,
}: {
  label: string;
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  placement?: "bottom start" | "bottom end" | "top start";
  /** What the list is placed at, if not at the button. */
  anchor?: RefObject<HTMLElement | null>;
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover triggerRef={anchor} placement={placement} className={popover}>
        <MenuList label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  );
}

interface ListProps {
  label: string;
  entries: readonly MenuEntry[];
  onClose?: () => void;
  autoFocus?: boolean;
}

const popover =
  "pop-in min-w-48 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-panel p-1 shadow-pop";

function Item({ entry }: { entry: MenuEntry }) {
  return (
    <AriaMenuItem
      id={entry.id}
      textValue={entry.label}
      isDisabled={entry.isDisabled}
      onAction={entry.onAction}
      className={cx(
        "flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm data-[disabled]:text-dim data-[focused]:bg-btn-hov data-[open]:bg-btn-hov",
        entry.tone === "danger" && "text-bad data-[disabled]:text-dim",
      )}
    >
      {entry.icon && <Icon name={entry.icon} size={14} className="text-dim" />}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.detail && <span className="text-xs text-dim">{entry.detail}</span>}
      {entry.entries && <Icon name="right" size={11} className="text-dim" />}
    </AriaMenuItem>
  );
}

/** The entries of a menu, without the button that opens it. */
export function MenuList({ label, entries, onClose, autoFocus }: ListProps) {
  return (
    <AriaMenu
      aria-label={label}
      onClose={onClose}
      autoFocus={autoFocus ? "first" : undefined}
      className="max-h-96 overflow-auto outline-none"
    >
      {entries.flatMap((entry) => [
        entry.separated ? (
          <Separator key={`${entry.id}-line`} className="mx-1 my-1 border-t border-line" />
        ) : null,
        entry.entries ? (
          <SubmenuTrigger key={entry.id}>
            <Item entry={entry} />
            <Popover className={popover} offset={-2} crossOffset={-5}>
              <MenuList label={entry.label} entries={entry.entries} onClose={onClose} />
            </Popover>
          </SubmenuTrigger>
        ) : (
          <Item key={entry.id} entry={entry} />
        ),
      ])}
    </AriaMenu>
  );
}
