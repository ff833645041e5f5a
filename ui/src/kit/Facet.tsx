import { useMemo, useRef, useState } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  ListBox,
  ListBoxItem,
  Popover,
} from "react-aria-components";
import { cx } from "./cx";
import { downInto } from "./downInto";
import { Icon } from "./Icon";
import { inSentence } from "./inSentence";
import { number } from "./number";
import { SearchField } from "./SearchField";

export interface FacetOption {
  id: string;
  label: string;
  /** The whole value, if the label leaves something out. */
  whole?: string;
  count: number;
}

interface Props {
  name: string;
  /** Returns the options with their counts. Called only while the popover is open. */
  choices: () => readonly FacetOption[];
  labelOf: (id: string) => string;
  onOpenChange?: (isOpen: boolean) => void;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** A filter with several options and the number of rows that each would leave. */
export function Facet({ name, choices, labelOf, onOpenChange, chosen, onChange }: Props) {
  const labels = chosen.map(labelOf);
  const summary =
    labels.length === 0
      ? name
      : `${name}: ${labels.length > 2 ? `${labels.length} chosen` : labels.join(", ")}`;
  return (
    <span
      className={cx(
        "inline-flex min-w-0 items-center rounded-md border text-sm",
        chosen.length > 0 ? "border-acc bg-acc-bg text-acc" : "border-line text-mut hover:text-tx",
      )}
    >
      <DialogTrigger onOpenChange={onOpenChange}>
        <Button
          aria-label={`Filter by ${summary}`}
          className="flex max-w-56 min-w-0 items-center gap-1.5 rounded-md px-2 py-[3px]"
        >
          <span className="truncate">{summary}</span>
          {chosen.length === 0 && <Icon name="down" size={10} className="text-dim" />}
        </Button>
        <Popover
          placement="bottom start"
          className="pop-in w-72 rounded-lg border border-line bg-panel shadow-pop"
        >
          <Dialog aria-label={`Filter by ${inSentence(name)}`} className="outline-none">
            <Choices name={name} choices={choices} chosen={chosen} onChange={onChange} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {chosen.length > 0 && (
        <Button
          aria-label={`Clear ${inSentence(name)}`}
          onPress={() => onChange([])}
          className="grid h-full place-items-center rounded-md px-1.5"
        >
          <Icon name="close" size={10} />
        </Button>
      )}
    </span>
  );
}

function Choices({ name, choices, chosen, onChange }: Omit<Props, "labelOf" | "onOpenChange">) {
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const options = useMemo(() => choices(), [choices]);
  const hasSearch = options.length > 8;
  const wanted = query.trim().toLowerCase();
  const shown = options.filter((o) => (o.whole ?? o.label).toLowerCase().includes(wanted));
  return (
    <>
      {hasSearch && (
        <SearchField
          label={`Find in ${inSentence(name)}`}
          placeholder="Find…"
          autoFocus
          value={query}
          onChange={setQuery}
          onKeyDown={downInto(list)}
          className="m-1.5"
        />
      )}
      <ListBox
        ref={list}
        aria-label={name}
        autoFocus={hasSearch ? false : "first"}
        selectionMode="multiple"
        escapeKeyBehavior="none"
        selectedKeys={chosen}
        onSelectionChange={(keys) =>
          onChange(keys === "all" ? options.map((o) => o.id) : [...keys].map(String))
        }
        renderEmptyState={() => <p className="px-2 py-3 text-sm text-dim">No options</p>}
        className="max-h-80 overflow-auto p-1 outline-none"
      >
        {shown.map((option) => (
          <ListBoxItem
            key={option.id}
            id={option.id}
            textValue={option.label}
            className="group flex items-center gap-2 rounded-md px-2 py-1 text-sm data-[focused]:bg-btn-hov"
          >
            <span className="grid size-[15px] shrink-0 place-items-center rounded-[4px] border border-edge text-acc-tx group-data-[selected]:border-acc group-data-[selected]:bg-acc">
              <Icon
                name="check"
                size={11}
                className="hidden stroke-[2.2] group-data-[selected]:block"
              />
            </span>
            <span className="min-w-0 flex-1 truncate" title={option.whole ?? option.label}>
              {option.label}
            </span>
            <span className="text-xs text-dim tabular-nums">{number(option.count)}</span>
          </ListBoxItem>
        ))}
      </ListBox>
    </>
  );
}
