import {
  Select as AriaSelect,
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./Icon";

interface Props<T extends string> {
  label: string;
  hideLabel?: boolean;
  value: T | null;
  options: readonly { id: T; label: string; detail?: string }[];
  onChange: (value: T) => void;
  placeholder?: string;
  error?: string | null;
  isDisabled?: boolean;
  className?: string;
}

export function Select<T extends string>({
  label,
  hideLabel,
  value,
  options,
  onChange,
  placeholder,
  error,
  isDisabled,
  className,
}: Props<T>) {
  return (
    <AriaSelect
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = options.find((o) => o.id === key);
        if (chosen) onChange(chosen.id);
      }}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      placeholder={placeholder}
      className={cx("flex flex-col gap-1.5", className)}
    >
      <Label className={hideLabel ? "sr-only" : "text-xs font-medium text-mut"}>{label}</Label>
      <Button className="flex items-center gap-2 rounded-lg border border-line bg-bg px-2.5 py-1.5 text-left text-base data-[disabled]:opacity-60">
        <SelectValue className="min-w-0 flex-1 truncate data-[placeholder]:text-dim">
          {({ isPlaceholder, defaultChildren, selectedText }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <Icon name="down" size={12} className="text-dim" />
      </Button>
      <FieldError className="text-xs text-bad">{error}</FieldError>
      <Popover className="pop-in min-w-(--trigger-width) rounded-lg border border-line bg-panel p-1 shadow-pop">
        <ListBox className="max-h-72 overflow-auto outline-none">
          {options.map((option) => (
            <ListBoxItem
              key={option.id}
              id={option.id}
              textValue={option.label}
              className="flex items-center gap-3 rounded-md px-2 py-1 text-sm data-[focused]:bg-btn-hov data-[selected]:font-medium"
            >
              <span className="flex-1 truncate">{option.label}</span>
              {option.detail && <span className="text-xs text-dim">{option.detail}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
