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
import { SearchField } from "./SearchField";

interface Props {
  name: string;
  options: readonly { id: string; label: string }[];
  chosen: { id: string; label: string } | null;
  onChange: (id: string | null) => void;
}

/** The most options that are listed; typing narrows them down. */
const most = 60;

/** A filter with one choice out of many options. */
export function FilterSelect({ name, options, chosen, onChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => {
    if (!isOpen) return [];
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found: (typeof options)[number][] = [];
    for (const option of options) {
      const label = option.label.toLowerCase();
      if (words.every((w) => label.includes(w))) found.push(option);
      if (found.length === most) break;
    }
    return found;
  }, [isOpen, options, query]);
  return (
    <span
      className={cx(
        "inline-flex min-w-0 items-center rounded-md border text-sm",
        chosen ? "border-acc bg-acc-bg text-acc" : "border-line text-mut hover:text-tx",
      )}
    >
      <DialogTrigger
        isOpen={isOpen}
        onOpenChange={(open) => {
          setQuery("");
          setOpen(open);
        }}
      >
        <Button
          aria-label={chosen ? `Filter by ${name}: ${chosen.label}` : `Filter by ${name}`}
          className="flex max-w-56 min-w-0 items-center gap-1.5 rounded-md px-2 py-[3px]"
        >
          <span className="truncate">{chosen ? `${name}: ${chosen.label}` : name}</span>
          {!chosen && <Icon name="down" size={10} className="text-dim" />}
        </Button>
        <Popover
          placement="bottom start"
          className="pop-in w-80 rounded-lg border border-line bg-panel shadow-pop"
        >
          <Dialog aria-label={`Filter by ${name.toLowerCase()}`} className="outline-none">
            <SearchField
              label={`Find ${name.toLowerCase()}`}
              placeholder="Find…"
              autoFocus
              value={query}
              onChange={setQuery}
              onKeyDown={downInto(list)}
              className="m-1.5"
            />
            <ListBox
              ref={list}
              aria-label={name}
              items={shown}
              selectionMode="single"
              selectedKeys={chosen ? [chosen.id] : []}
              onSelectionChange={(keys) => {
                const [id] = keys === "all" ? [] : [...keys];
                onChange(id === undefined ? null : String(id));
                setOpen(false);
              }}
              renderEmptyState={() => <p className="px-2 py-3 text-sm text-dim">No matches</p>}
              className="max-h-80 overflow-auto p-1 outline-none"
            >
              {(option) => (
                <ListBoxItem
                  id={option.id}
                  textValue={option.label}
                  className="truncate rounded-md px-2 py-1 text-sm data-[focused]:bg-btn-hov data-[selected]:font-medium"
                >
                  {option.label}
                </ListBoxItem>
              )}
            </ListBox>
          </Dialog>
        </Popover>
      </DialogTrigger>
      {chosen && (
        <Button
          aria-label={`Clear ${name.toLowerCase()}`}
          onPress={() => onChange(null)}
          className="grid h-full place-items-center rounded-md px-1.5"
        >
          <Icon name="close" size={10} />
        </Button>
      )}
    </span>
  );
}
