import type { KeyboardEvent, ReactNode } from "react";
import type { PrincipalView } from "../../../ipc";
import { cx, Icon, Kbd } from "../../../kit";
import { OwnerLabel } from "../../../parts/OwnerLabel";
import type { Line, Rejected } from "./draft";

const kinds: Record<PrincipalView["kind"], string> = {
  account: "account",
  user: "user",
  role: "role",
  subscription: "subscription",
  everyone: "anyone",
  unrecognized: "unrecognized",
};

const looks: Record<Line["kind"], string> = {
  kept: "bg-chip",
  removed: "bg-bad-bg",
  added: "bg-ok-bg",
};

interface ItemProps {
  line: Line;
  /** The name of the principal's owner. */
  name: string | null;
  readOnly: boolean;
  onRemove: () => void;
  onRestore: () => void;
  onKey: (event: KeyboardEvent) => void;
}

/** A principal on the list, possibly marked as added or removed. */
export function PrincipalItem({ line, name, readOnly, onRemove, onRestore, onKey }: ItemProps) {
  const { kind, principal } = line;
  const gone = kind === "removed";
  const alarming = principal.warning !== "" && !gone;
  return (
    <Item
      className={looks[kind]}
      onKey={onKey}
      onDelete={gone ? undefined : onRemove}
      readOnly={readOnly}
    >
      <span className="text-[10.5px] whitespace-nowrap text-mut">{kinds[principal.kind]}</span>
      <span
        className={cx("mono min-w-0 flex-1 break-all select-text", gone && "text-mut line-through")}
      >
        {principal.text}
      </span>
      <OwnerLabel name={name} />
      {kind !== "kept" && (
        <span className={cx("text-[10.5px]", gone ? "text-bad" : "text-ok")}>
          {gone ? "remove" : "add"}
        </span>
      )}
      {!readOnly &&
        (gone ? (
          <ItemButton label={`Keep ${principal.text}`} icon="undo" onPress={onRestore} />
        ) : (
          <ItemButton label={`Remove ${principal.text}`} icon="close" onPress={onRemove} />
        ))}
      {alarming && (
        <p className="flex w-full gap-1.5 text-xs text-warn">
          <Icon name="warning" size={12} className="mt-[2px]" />
          {principal.warning}
        </p>
      )}
    </Item>
  );
}

interface RejectedProps {
  token: Rejected;
  /** Tab in the empty field uses the first suggestion of this one. */
  hasTab: boolean;
  onTake: (suggestion: PrincipalView) => void;
  onDrop: () => void;
  onKey: (event: KeyboardEvent) => void;
}

/** An entry that isn't a principal: why, and what was probably meant. */
export function RejectedItem({ token, hasTab, onTake, onDrop, onKey }: RejectedProps) {
  const [best] = token.suggestions;
  const at = Math.min(Math.max(token.at - 1, 0), token.text.length);
  return (
    <Item
      className="bg-warn-bg"
      onKey={onKey}
      onDelete={onDrop}
      readOnly={false}
      onTab={best && (() => onTake(best))}
    >
      <span className="mono min-w-0 flex-1 break-all select-text">
        {token.text.slice(0, at)}
        <span className="underline decoration-warn decoration-wavy underline-offset-3">
          {token.text.slice(at)}
        </span>
      </span>
      <ItemButton label={`Remove unrecognized ${token.text}`} icon="close" onPress={onDrop} />
      <p className="w-full text-xs text-warn">
        {token.reason}
        {token.source && <span className="text-mut"> ({token.source})</span>}
      </p>
      {token.suggestions.map((suggestion, i) => (
        <p key={suggestion.text} className="flex w-full min-w-0 items-center gap-1.5 text-xs">
          <button
            type="button"
            onClick={() => onTake(suggestion)}
            className="min-w-0 rounded px-0.5 text-left text-acc hover:underline"
          >
            Use <span className="mono break-all">{suggestion.text}</span>
          </button>
          {i === 0 && hasTab && <Kbd keys="Tab" />}
        </p>
      ))}
    </Item>
  );
}

interface ShellProps {
  className: string;
  children: ReactNode;
  readOnly: boolean;
  onDelete?: () => void;
  onTab?: () => void;
  onKey: (event: KeyboardEvent) => void;
}

function Item({ className, children, readOnly, onDelete, onTab, onKey }: ShellProps) {
  return (
    <li
      data-item=""
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (!readOnly && onDelete && (event.key === "Backspace" || event.key === "Delete")) {
          event.preventDefault();
          onKey(event);
          onDelete();
        } else if (event.key === "Tab" && !event.shiftKey && onTab) {
          event.preventDefault();
          onKey(event);
          onTab();
        } else onKey(event);
      }}
      className={cx(
        "flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 rounded-md py-[3px] pr-1 pl-2 focus:outline-2 focus:outline-acc",
        className,
      )}
    >
      {children}
    </li>
  );
}

function ItemButton({
  label,
  icon,
  onPress,
}: {
  label: string;
  icon: "close" | "undo";
  onPress: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onPress}
      className="grid size-5 shrink-0 place-items-center rounded text-dim hover:bg-btn-hov hover:text-tx"
    >
      <Icon name={icon} size={11} />
    </button>
  );
}
