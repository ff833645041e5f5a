import { useMemo, useRef, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { isComposing } from "./composing";
import { downInto } from "./downInto";
import { inSentence } from "./inSentence";
import { number } from "./number";
import { SearchField } from "./SearchField";

export interface Option {
  id: string;
  label: string;
  detail?: string;
}

interface Props {
  name: string;
  options: readonly Option[];
  chosen: string | null;
  /** `null`: the chosen one was pressed. */
  onChoose: (id: string | null) => void;
}

/** The most options that are listed. */
const most = 60;

/** What a popover shows to choose one of many options: the first matches of a search, the chosen one before them. */
export function OptionSearch({ name, options, chosen, onChoose }: Props) {
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => matches(options, query, chosen), [options, query, chosen]);
  const shown = found.slice(0, most);
  const more = found.length - shown.length;
  return (
    <>
      <SearchField
        label={`Find ${inSentence(name)}`}
        placeholder="Find…"
        autoFocus
        value={query}
        onChange={setQuery}
        onKeyDown={(event) => {
          const [first] = shown;
          if (event.key !== "Enter" || isComposing(event)) return downInto(list)(event);
          // It would press what gets the focus next.
          event.preventDefault();
          if (query.trim() && first) onChoose(first.id);
        }}
        className="m-1.5"
      />
      <ListBox
        ref={list}
        aria-label={name}
        items={shown}
        selectionMode="single"
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const [id] = keys === "all" ? [] : [...keys];
          onChoose(id === undefined ? null : String(id));
        }}
        renderEmptyState={() => (
          <p className="px-2 py-3 text-sm text-dim">
            {options.length === 0 ? "None yet" : "No matches"}
          </p>
        )}
        className="max-h-80 overflow-auto p-1 outline-none"
      >
        {({ id, label, detail }) => (
          <ListBoxItem
            id={id}
            textValue={label}
            className="flex items-center gap-3 rounded-md px-2 py-1 text-sm data-[focused]:bg-btn-hov data-[selected]:font-medium"
          >
            <span className="min-w-0 flex-1 truncate">{label}</span>
            {detail && <span className="text-xs text-dim">{detail}</span>}
          </ListBoxItem>
        )}
      </ListBox>
      {more > 0 && (
        <p className="border-t border-line px-3 py-1.5 text-xs text-dim">
          {number(more)} more. Type to find them.
        </p>
      )}
    </>
  );
}

function matches(options: readonly Option[], query: string, chosen: string | null): Option[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = options.filter(({ label }) => {
    const text = label.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const current = found.findIndex((option) => option.id === chosen);
  return current > 0 ? [...found.splice(current, 1), ...found] : found;
}
