import { useEffect, useRef, useState } from "react";
import { commands } from "../ipc";
import { announce, cx, Icon, isComposing, useTabIndex } from "../kit";
import { useAction } from "./useAction";

interface Props {
  /** The account's number or the subscription's id. */
  owner: string;
  name: string | null;
  /** Shown if there is no name. */
  fallback: string;
  className?: string;
}

/** A name from the address book, edited in place. */
export function OwnerName({ owner, name, fallback, className }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const tabIndex = useTabIndex();
  const button = useRef<HTMLButtonElement>(null);
  // Closing the field blurs it; that must not save a canceled edit.
  const ended = useRef(false);
  const { run, problem, clear } = useAction(commands.setOwnerName);

  function begin() {
    ended.current = false;
    setDraft(name ?? "");
  }
  function end() {
    ended.current = true;
    setDraft(null);
    clear();
    // The button exists again in the next frame.
    requestAnimationFrame(() => button.current?.focus());
  }
  async function save() {
    if (draft === null || ended.current) return;
    const text = draft.trim();
    if (text === (name ?? "")) return end();
    if (!(await run(owner, text === "" ? null : text))) return;
    announce(text === "" ? `Removed the name of ${owner}` : `Named ${owner} ${text}`);
    end();
  }

  if (draft !== null) {
    return (
      <Field
        owner={owner}
        draft={draft}
        error={problem?.message ?? null}
        onDraft={setDraft}
        onSave={() => void save()}
        onCancel={end}
      />
    );
  }
  return (
    <button
      ref={button}
      type="button"
      tabIndex={tabIndex}
      onClick={begin}
      aria-label={name ? `Rename ${name}, ${owner}` : `Name ${owner}`}
      className={cx(
        "group/name ring-in -mx-1 flex max-w-full min-w-0 items-center gap-1.5 rounded px-1 text-left hover:bg-btn",
        className,
      )}
    >
      <span className={cx("truncate", name ? "font-medium" : "mono text-tx")}>
        {name ?? fallback}
      </span>
      <span className="hidden shrink-0 items-center gap-1 text-xs text-dim group-hover/name:flex group-focus-visible/name:flex">
        <Icon name="pencil" size={11} />
        {!name && "add name"}
      </span>
    </button>
  );
}

interface FieldProps {
  owner: string;
  draft: string;
  error: string | null;
  onDraft: (text: string) => void;
  onSave: () => void;
  onCancel: () => void;
}

function Field({ owner, draft, error, onDraft, onSave, onCancel }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <input
        ref={input}
        aria-label={`Name of ${owner}`}
        aria-invalid={error !== null}
        value={draft}
        maxLength={80}
        placeholder="A team, a company…"
        spellCheck={false}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the user asked for this field
        autoFocus
        onChange={(event) => onDraft(event.target.value)}
        onBlur={onSave}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === "Enter") onSave();
          if (event.key === "Escape") onCancel();
        }}
        className={cx(
          "w-44 min-w-0 rounded-md border bg-bg px-1.5 py-0.5 text-base outline-3 outline-acc-bg",
          error ? "border-bad" : "border-acc",
        )}
      />
      {error && (
        <span role="alert" className="truncate text-xs text-bad" title={error}>
          {error}
        </span>
      )}
    </span>
  );
}
