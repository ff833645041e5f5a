import { memo, type RefObject, useEffect, useRef } from "react";
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
  /** The page's own search: `/` and Ctrl+F or Cmd+F focus it. */
  isMain?: boolean;
  inputRef?: RefObject<HTMLInputElement | null>;
  className?: string;
}

/** A search field. Escape clears it. */
export const SearchField = memo(function SearchField({
  label,
  placeholder,
  isMain = false,
  inputRef,
  className,
  ...rest
}: Props) {
  const own = useRef<HTMLInputElement>(null);
  const field = inputRef ?? own;
  useSearchKeys(field, isMain);
  return (
    <AriaSearchField
      {...rest}
      aria-label={label}
      className={cx("group relative flex items-center", className)}
    >
      <Icon name="search" className="pointer-events-none absolute left-2 text-dim" size={14} />
      <Input
        ref={field}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        className="w-full rounded-[7px] border border-line bg-bg py-[4px] pr-7 pl-7 text-sm data-[focused]:border-acc data-[focused]:outline-3 data-[focused]:outline-acc-bg data-[focused]:outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
      />
      {isMain && (
        <Kbd
          keys="/"
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
});

function useSearchKeys(field: RefObject<HTMLInputElement | null>, isMain: boolean) {
  useEffect(() => {
    if (!isMain) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.altKey || !(isSlash(event) || isFind(event))) return;
      if (document.querySelector("[data-modal]")) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [field, isMain]);
}

/** `/`, unless it is typed into a field. */
function isSlash({ key, ctrlKey, metaKey, target }: KeyboardEvent): boolean {
  if (key !== "/" || ctrlKey || metaKey) return false;
  return !(target instanceof HTMLElement && target.closest("input, textarea, [contenteditable]"));
}

function isFind({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "f" && (ctrlKey || metaKey) && !shiftKey;
}
