import type { Ref } from "react";
import {
  SearchField as AriaSearchField,
  Button,
  Input,
  type SearchFieldProps,
} from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { Kbd } from "./Kbd";

interface Props extends Omit<SearchFieldProps, "className" | "style" | "children"> {
  label: string;
  placeholder?: string;
  /** The key that focuses the field, shown while it is empty. */
  hint?: string;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
}

/** A search field. Escape clears it. */
export function SearchField({ label, placeholder, hint, inputRef, className, ...rest }: Props) {
  return (
    <AriaSearchField
      {...rest}
      aria-label={label}
      className={cx("group relative flex items-center", className)}
    >
      <Icon name="search" className="pointer-events-none absolute left-2 text-dim" size={14} />
      <Input
        ref={inputRef}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        className="w-full rounded-[7px] border border-line bg-bg py-[4px] pr-7 pl-7 text-sm data-[focused]:border-acc data-[focused]:outline-3 data-[focused]:outline-acc-bg data-[focused]:outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
      />
      {hint && (
        <Kbd
          keys={hint}
          className="pointer-events-none absolute right-2 hidden group-data-[empty]:inline"
        />
      )}
      <Button
        aria-label="Clear search"
        className="absolute right-1.5 grid size-5 place-items-center rounded text-dim group-data-[empty]:hidden hover:text-tx"
      >
        <Icon name="close" size={11} />
      </Button>
    </AriaSearchField>
  );
}
