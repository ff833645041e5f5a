import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { isComposing } from "./composing";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import { Kbd } from "./Kbd";

export interface CommandItem {
  id: string;
  title: string;
  /** The positions of the title's characters that matched. */
  marks?: readonly number[];
  detail?: string;
  icon: IconName;
  /** Its heading. Items of the same heading must be consecutive. */
  group?: string;
  keys?: string;
  /** Why it can't be chosen now. */
  disabledReason?: string | null;
}

interface Props {
  label: string;
  placeholder: string;
  isOpen: boolean;
  onClose: () => void;
  query: string;
  onQuery: (query: string) => void;
  items: readonly CommandItem[];
  onChoose: (id: string) => void;
  /** Shown if nothing matches. */
  empty: ReactNode;
}

/** A field above a list: typing filters, arrow keys move, Enter chooses. The focus stays in the field. */
export function CommandList({ isOpen, onClose, label, ...rest }: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
      className="fade-in fixed inset-0 z-40 flex items-start justify-center bg-scrim px-4 pt-[12vh]"
    >
      <Modal className="pop-in w-full max-w-[620px]">
        <Dialog
          aria-label={label}
          className="overflow-hidden rounded-xl border border-line bg-panel shadow-pop outline-none"
        >
          <Inside label={label} {...rest} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

type InsideProps = Omit<Props, "isOpen" | "onClose">;

function Inside({ label, placeholder, query, onQuery, items, onChoose, empty }: InsideProps) {
  const id = useId();
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const current = items[Math.min(at, items.length - 1)];

  useEffect(() => {
    if (!current) return;
    const row = list.current?.querySelector(`[data-id="${CSS.escape(current.id)}"]`);
    row?.scrollIntoView?.({ block: "nearest" });
  }, [current]);

  function choose(item: CommandItem | undefined) {
    if (item && !item.disabledReason) onChoose(item.id);
  }

  function pressed(event: KeyboardEvent) {
    const last = items.length - 1;
    const to = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, to));
    } else if (event.key === "Enter" && !isComposing(event)) {
      event.preventDefault();
      choose(current);
    }
  }

  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon name="search" className="text-dim" />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={current ? `${id}-${current.id}` : undefined}
          // biome-ignore lint/a11y/noAutofocus: it was opened to type in
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setAt(0);
            onQuery(event.target.value);
          }}
          onKeyDown={pressed}
          className="h-12 min-w-0 flex-1 bg-transparent text-[15px] outline-none"
        />
        <Kbd keys="Esc" />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5"
      >
        {items.map((item, i) => (
          <Line
            key={item.id}
            id={`${id}-${item.id}`}
            item={item}
            heading={item.group !== items[i - 1]?.group ? item.group : undefined}
            isCurrent={item === current}
            onHover={() => setAt(i)}
            onChoose={() => choose(item)}
          />
        ))}
      </div>
      {items.length === 0 && (
        <div role="status" className="px-4 pt-2 pb-6 text-center text-mut">
          {empty}
        </div>
      )}
    </>
  );
}

interface LineProps {
  id: string;
  item: CommandItem;
  heading: string | undefined;
  isCurrent: boolean;
  onHover: () => void;
  onChoose: () => void;
}

function Line({ id, item, heading, isCurrent, onHover, onChoose }: LineProps) {
  const off = Boolean(item.disabledReason);
  return (
    <>
      {heading && (
        <div role="presentation" className="px-2.5 pt-2.5 pb-1 text-xs font-medium text-dim">
          {heading}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys */}
      <div
        role="option"
        // The field keeps the focus and refers to this option with aria-activedescendant.
        tabIndex={-1}
        id={id}
        data-id={item.id}
        aria-label={[item.title, item.disabledReason ?? item.detail].filter(Boolean).join(", ")}
        aria-selected={isCurrent}
        aria-disabled={off || undefined}
        onPointerMove={isCurrent ? undefined : onHover}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onChoose}
        className={cx(
          "flex h-9 items-center gap-2.5 rounded-md px-2.5",
          isCurrent && "bg-acc-bg",
          off && "text-dim",
        )}
      >
        <Icon name={item.icon} size={14} className={isCurrent ? "text-acc" : "text-dim"} />
        <span className="max-w-[72%] shrink-0 truncate">
          <Marked text={item.title} marks={item.marks} />
        </span>
        <span className="ml-auto min-w-0 truncate pl-3 text-right text-sm text-dim">
          {item.disabledReason ?? item.detail}
        </span>
        {item.keys && <Kbd keys={item.keys} />}
      </div>
    </>
  );
}

/** A text with its matched characters highlighted. */
function Marked({ text, marks }: { text: string; marks?: readonly number[] }) {
  if (!marks || marks.length === 0) return text;
  const hit = new Set(marks);
  const runs: { from: number; text: string; isHit: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const last = runs.at(-1);
    if (last && last.isHit === hit.has(i)) last.text += text[i];
    else runs.push({ from: i, text: text[i] ?? "", isHit: hit.has(i) });
  }
  return runs.map((run) => (
    <span key={run.from} className={run.isHit ? "font-semibold text-acc" : undefined}>
      {run.text}
    </span>
  ));
}
