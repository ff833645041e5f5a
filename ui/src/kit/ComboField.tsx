import { type ComponentProps, useContext } from "react";
import {
  Button,
  ComboBox,
  ComboBoxStateContext,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./Icon";

interface Props {
  label: string;
  hideLabel?: boolean;
  value: string;
  /** Suggestions; any other text can be typed as well. */
  suggestions: readonly string[];
  onChange: (value: string) => void;
  onBlur?: () => void;
  placeholder?: string;
  error?: string | null;
  className?: string;
}

/** A text field with suggestions: they open once it is pressed or typed into, or with the arrow keys. */
export function ComboField({
  label,
  hideLabel,
  value,
  suggestions,
  onChange,
  onBlur,
  placeholder,
  error,
  className,
}: Props) {
  return (
    <ComboBox
      allowsCustomValue
      inputValue={value}
      onInputChange={onChange}
      items={suggestions.map((id) => ({ id }))}
      onBlur={onBlur}
      isInvalid={Boolean(error)}
      menuTrigger="input"
      className={cx("flex min-w-0 flex-col gap-1.5", className)}
    >
      <Label className={hideLabel ? "sr-only" : "text-xs font-medium text-mut"}>{label}</Label>
      <div className="relative">
        <OpeningInput
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          className="mono w-full rounded-lg border border-line bg-bg py-[7px] pr-7 pl-2.5 text-tx data-[focused]:border-acc data-[focused]:outline-3 data-[focused]:outline-offset-0 data-[focused]:outline-acc-bg data-[invalid]:border-bad"
        />
        <Button className="absolute inset-y-0 right-1 my-auto grid size-6 place-items-center rounded text-dim">
          <Icon name="down" size={11} />
        </Button>
      </div>
      <FieldError className="text-xs text-bad">{error}</FieldError>
      <Popover className="pop-in w-(--trigger-width) rounded-lg border border-line bg-panel p-1 shadow-pop">
        <ListBox<{ id: string }> className="max-h-64 overflow-auto outline-none">
          {({ id }) => (
            <ListBoxItem
              id={id}
              textValue={id}
              className="mono rounded-md px-2 py-1.5 data-[focused]:bg-btn-hov"
            >
              {id}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** Opens the suggestions when it is pressed, but not when it gets the focus in another way. */
function OpeningInput(props: ComponentProps<typeof Input>) {
  const list = useContext(ComboBoxStateContext);
  return <Input {...props} onClick={() => list?.open(null, "manual")} />;
}
