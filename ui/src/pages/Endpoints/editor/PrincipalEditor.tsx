import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";
import {
  type Cloud,
  commands,
  type KnownPrincipal,
  knownPrincipalsQuery,
  type PrincipalView,
  type Problem,
  toProblem,
  useOwnerNames,
} from "../../../ipc";
import { announce, Button, cx, isComposing, useTouched } from "../../../kit";
import { ProblemNotice } from "../../../parts";
import { nameOf } from "../../../parts/ownerNames";
import { texts } from "../texts";
import {
  add,
  dropRejected,
  dropUnfixable,
  type EditorDraft,
  fixable,
  lines,
  remove,
  restore,
  take,
  takeAllSuggestions,
  takeSuggestion,
} from "./draft";
import { PrincipalItem, RejectedItem } from "./Items";
import { optionId, Suggestions } from "./Suggestions";
import { suggest } from "./suggest";

export interface EditorHandle {
  /**
   * Moves what was typed into the list. Null: nothing was typed. False: it couldn't be parsed and stays in the
   * field.
   */
  settle: () => Promise<boolean> | null;
}

interface Props {
  ref?: Ref<EditorHandle>;
  label: string;
  cloud: Cloud;
  draft: EditorDraft;
  current: readonly PrincipalView[];
  onChange: (how: (draft: EditorDraft) => EditorDraft) => void;
  /** Why the list can't be changed; null: it can. */
  readOnly: string | null;
}

/** Edits a list of principals; whatever is pasted into it is parsed in Rust. */
export function PrincipalEditor(props: Props) {
  const { ref, label, cloud, draft, current, onChange, readOnly } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const shown = lines(draft, current);
  const firstFixable = draft.rejected.find((r) => r.suggestions.length > 0);

  const names = useOwnerNames();
  const { data: known } = useQuery({
    ...knownPrincipalsQuery(cloud),
    enabled: readOnly === null && text !== "",
  });
  const suggestions = suggest(known ?? [], text, new Set(shown.map((l) => l.principal.text)));
  const [picked, setPicked] = useState(-1);
  const active = Math.min(picked, suggestions.length - 1);
  const listbox = `${id}-known`;

  const settling = useRef<Promise<boolean>>(null);
  const [isSettling, setSettling] = useState(false);
  useTouched(text.trim() !== "" || isSettling);
  useImperativeHandle(ref, () => ({ settle: () => commit(text) ?? settling.current }));

  function commit(mixture: string): Promise<boolean> | null {
    if (mixture.trim() === "") return null;
    const done = read(mixture).finally(() => {
      if (settling.current !== done) return;
      settling.current = null;
      setSettling(false);
    });
    settling.current = done;
    setSettling(true);
    return done;
  }

  async function read(mixture: string): Promise<boolean> {
    setText("");
    try {
      const tokens = await commands.parsePrincipals(cloud, mixture);
      // At once: the caller of `settle` continues with the updated list.
      flushSync(() => {
        setProblem(null);
        onChange((d) => take(d, tokens));
      });
      const bad = tokens.filter((t) => t.verdict.kind === "rejected").length;
      const good = tokens.length - bad;
      announce(
        [good && `${good} added`, bad && `${bad} unrecognized`].filter(Boolean).join(", ") ||
          texts.editor.nothingToAdd,
      );
      return true;
    } catch (error) {
      setText((now) => now || mixture);
      setProblem(toProblem(error));
      return false;
    }
  }

  function fix(key: number, suggestion: PrincipalView) {
    onChange((d) => takeSuggestion(d, key, suggestion));
    announce(`Added ${suggestion.text}`);
    input.current?.focus();
  }

  function pick({ principal }: KnownPrincipal) {
    onChange((d) => add(d, [principal]));
    announce(`Added ${principal.text}`);
    change("");
    input.current?.focus();
  }

  function change(to: string) {
    setText(to);
    setPicked(-1);
  }

  /** Keys that move in the suggestions. */
  function onSuggestions(event: KeyboardEvent): boolean {
    const chosen = suggestions[active];
    if (suggestions.length === 0) return false;
    if (event.key === "ArrowDown") setPicked((active + 1) % suggestions.length);
    else if (event.key === "ArrowUp") setPicked(active < 0 ? suggestions.length - 1 : active - 1);
    else if (event.key === "Enter" && chosen) pick(chosen);
    else if (event.key === "Escape") change("");
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  function focusItem(at: number) {
    const items = list.current?.querySelectorAll<HTMLElement>("[data-item]");
    if (!items) return;
    if (at >= items.length) input.current?.focus();
    else items[Math.max(0, at)]?.focus();
  }

  function onField(event: KeyboardEvent<HTMLInputElement>) {
    if (isComposing(event) || event.ctrlKey || event.metaKey || onSuggestions(event)) return;
    if ((event.key === "Enter" || event.key === ",") && text.trim() !== "") {
      event.preventDefault();
      void commit(text);
    } else if (
      event.key === "Tab" &&
      !event.shiftKey &&
      text.trim() === "" &&
      firstFixable?.suggestions[0]
    ) {
      event.preventDefault();
      fix(firstFixable.key, firstFixable.suggestions[0]);
    } else if ((event.key === "Backspace" || event.key === "ArrowUp") && text === "") {
      event.preventDefault();
      focusItem(shown.length + draft.rejected.length - 1);
    }
  }

  /** Keys on an item. After a deletion the item before it gets the focus. */
  function onLine(at: number) {
    return (event: KeyboardEvent) => {
      if (event.key === "ArrowUp") focusItem(at - 1);
      else if (event.key === "ArrowDown") focusItem(at + 1);
      else if (event.key === "Backspace" || event.key === "Delete") {
        requestAnimationFrame(() => focusItem(at === 0 ? Number.POSITIVE_INFINITY : at - 1));
        return;
      } else return;
      event.preventDefault();
    };
  }

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-xs text-dim">
        {label}
      </label>
      <div
        className={cx(
          "flex flex-col gap-[5px] rounded-[9px] border border-line bg-bg p-2",
          !readOnly &&
            "has-[input:focus]:border-acc has-[input:focus]:shadow-[0_0_0_3px_var(--acc-bg)]",
        )}
      >
        <ul ref={list} aria-label={label} className="flex flex-col gap-[5px] empty:hidden">
          {shown.map((line, at) => (
            <PrincipalItem
              key={line.principal.text}
              line={line}
              name={nameOf(names, line.principal)}
              readOnly={readOnly !== null}
              onRemove={() => onChange((d) => remove(d, line.principal.text))}
              onRestore={() => onChange((d) => restore(d, line.principal.text))}
              onKey={onLine(at)}
            />
          ))}
          {draft.rejected.map((token, i) => (
            <RejectedItem
              key={token.key}
              token={token}
              hasTab={token === firstFixable}
              onTake={(suggestion) => fix(token.key, suggestion)}
              onDrop={() => onChange((d) => dropRejected(d, token.key))}
              onKey={onLine(shown.length + i)}
            />
          ))}
        </ul>
        <FixAll draft={draft} onChange={onChange} onDone={() => input.current?.focus()} />
        {readOnly === null ? (
          <input
            ref={input}
            id={id}
            data-editor=""
            value={text}
            aria-controls={suggestions.length > 0 ? listbox : undefined}
            aria-autocomplete="list"
            aria-activedescendant={active >= 0 ? optionId(listbox, active) : undefined}
            onChange={(event) => change(event.target.value)}
            onKeyDown={onField}
            onPaste={(event) => {
              event.preventDefault();
              void commit(`${text} ${event.clipboardData.getData("text")}`);
            }}
            onBlur={() => void commit(text)}
            placeholder={cloud === "azure" ? texts.editor.paste.azure : texts.editor.paste.aws}
            spellCheck={false}
            autoComplete="off"
            className="w-full bg-transparent px-2 py-1 text-base outline-none"
          />
        ) : (
          shown.length === 0 && <p className="px-2 py-1 text-sm text-dim">{texts.editor.nobody}</p>
        )}
        {suggestions.length > 0 && (
          <Suggestions id={listbox} items={suggestions} active={active} onPick={pick} />
        )}
      </div>
      {problem && <ProblemNotice problem={problem} />}
    </div>
  );
}

/** After a messy paste: what can be done with all unrecognized entries at once. */
function FixAll({
  draft,
  onChange,
  onDone,
}: Pick<Props, "draft" | "onChange"> & { onDone: () => void }) {
  const [one, rest] = [fixable(draft).length, draft.rejected.length - fixable(draft).length];
  if (draft.rejected.length < 2) return null;
  const act = (how: (draft: EditorDraft) => EditorDraft, said: string) => () => {
    onChange(how);
    announce(said);
    onDone();
  };
  return (
    <div className="flex flex-wrap gap-2 px-0.5 py-1">
      {one > 1 && (
        <Button size="s" onPress={act(takeAllSuggestions, texts.editor.added(one))}>
          {texts.editor.takeAll(one)}
        </Button>
      )}
      {rest > 0 && (
        <Button size="s" tone="quiet" onPress={act(dropUnfixable, texts.editor.removed(rest))}>
          {one > 0 ? texts.editor.removeRest(rest) : texts.editor.removeAll(rest)}
        </Button>
      )}
    </div>
  );
}
