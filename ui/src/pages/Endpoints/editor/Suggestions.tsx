import type { KnownPrincipal } from "../../../ipc";
import { cx } from "../../../kit";
import { count } from "../../../parts";
import { texts } from "../texts";

interface Props {
  id: string;
  items: readonly KnownPrincipal[];
  /** The place of the highlighted one; -1: none is. */
  active: number;
  onPick: (item: KnownPrincipal) => void;
}

/** The option's id, for `aria-activedescendant`. */
export const optionId = (id: string, at: number) => `${id}-${at}`;

/** Known principals that match what is typed. The field above keeps the focus. */
export function Suggestions({ id, items, active, onPick }: Props) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={texts.editor.known}
      className="-mx-1 mt-0.5 flex max-h-56 flex-col overflow-y-auto border-t border-line-soft pt-1"
    >
      {items.map((item, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
        <div
          key={item.principal.text}
          id={optionId(id, at)}
          role="option"
          aria-selected={at === active}
          // Sought by assistive technology only through the field.
          tabIndex={-1}
          // The field would lose the focus, and take what is typed for a principal.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(item)}
          className={cx(
            "flex min-w-0 cursor-default items-baseline gap-2 rounded-md px-2 py-1 hover:bg-btn-hov",
            at === active && "bg-btn-hov",
          )}
        >
          {item.name !== null && <span className="shrink-0 font-medium">{item.name}</span>}
          {item.group !== null && (
            <span className="max-w-24 shrink-0 truncate text-xs text-dim">{item.group}</span>
          )}
          <span className="mono min-w-0 flex-1 truncate text-mut" title={item.principal.text}>
            {item.principal.text}
          </span>
          <span className="shrink-0 text-xs text-dim">
            {item.endpoints > 0 ? count(item.endpoints, "endpoint") : texts.editor.onNoList}
          </span>
        </div>
      ))}
    </div>
  );
}
