import { useState } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { type Option, OptionSearch } from "./OptionSearch";

interface Props {
  label: string;
  value: string | null;
  options: readonly Option[];
  onChange: (value: string) => void;
  placeholder?: string;
  /** Whether it has the focus once it is drawn. */
  takesFocus?: boolean;
  className?: string;
}

/** A choice of one out of many options, found by typing. Only what is listed is drawn. */
export function SearchSelect({
  label,
  value,
  options,
  onChange,
  placeholder,
  takesFocus,
  className,
}: Props) {
  const [isOpen, setOpen] = useState(false);
  const chosen = options.find((option) => option.id === value) ?? null;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button
        autoFocus={takesFocus}
        aria-label={chosen ? `${label}: ${chosen.label}` : label}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") setOpen(true);
          else event.continuePropagation();
        }}
        className={cx(
          "flex items-center gap-2 rounded-lg border border-line bg-bg px-2.5 py-1.5 text-left text-base",
          className,
        )}
      >
        <span className={cx("min-w-0 flex-1 truncate", !chosen && "text-dim")}>
          {chosen?.label ?? placeholder}
        </span>
        <Icon name="down" size={12} className="text-dim" />
      </Button>
      <Popover
        placement="bottom start"
        className="pop-in w-80 rounded-lg border border-line bg-panel shadow-pop"
      >
        <Dialog aria-label={label} className="outline-none">
          <OptionSearch
            name={label}
            options={options}
            chosen={chosen?.id ?? null}
            onChoose={(id) => {
              setOpen(false);
              if (id !== null) onChange(id);
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
