import { useState } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { inSentence } from "./inSentence";
import { type Option, OptionSearch } from "./OptionSearch";

interface Props {
  name: string;
  options: readonly Option[];
  chosen: Option | null;
  onChange: (id: string | null) => void;
}

/** A filter with one choice out of many options. */
export function FilterSelect({ name, options, chosen, onChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <span
      className={cx(
        "inline-flex min-w-0 items-center rounded-md border text-sm",
        chosen ? "border-acc bg-acc-bg text-acc" : "border-line text-mut hover:text-tx",
      )}
    >
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
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
          <Dialog aria-label={`Filter by ${inSentence(name)}`} className="outline-none">
            <OptionSearch
              name={name}
              options={options}
              chosen={chosen?.id ?? null}
              onChoose={(id) => {
                setOpen(false);
                onChange(id);
              }}
            />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {chosen && (
        <Button
          aria-label={`Clear ${inSentence(name)}`}
          onPress={() => onChange(null)}
          className="grid h-full place-items-center rounded-md px-1.5"
        >
          <Icon name="close" size={10} />
        </Button>
      )}
    </span>
  );
}
