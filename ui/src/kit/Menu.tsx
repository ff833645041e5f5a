import type { ReactElement, ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  Separator,
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
  /** A line above this entry. */
  separated?: boolean;
  onAction: () => void;
}

/** A button (`trigger`, a kit Button or IconButton) that opens a list of actions. */
export function Menu({
  label,
  trigger,
  entries,
  placement = "bottom start",
}: {
  label: string;
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  placement?: "bottom start" | "bottom end" | "top start";
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover
        placement={placement}
        className="pop-in min-w-48 rounded-lg border border-line bg-panel p-1 shadow-pop"
      >
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

/** The actions of a menu, inside whatever opened it. */
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
        <AriaMenuItem
          key={entry.id}
          id={entry.id}
          textValue={entry.label}
          isDisabled={entry.isDisabled}
          onAction={entry.onAction}
          className={cx(
            "flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm data-[disabled]:text-dim data-[focused]:bg-btn-hov",
            entry.tone === "danger" && "text-bad",
          )}
        >
          {entry.icon && <Icon name={entry.icon} size={14} className="text-dim" />}
          <span className="min-w-0 flex-1 truncate">{entry.label}</span>
          {entry.detail && <span className="text-xs text-dim">{entry.detail}</span>}
        </AriaMenuItem>,
      ])}
    </AriaMenu>
  );
}
