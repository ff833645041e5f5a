import type { ReactNode, Ref } from "react";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from "react-aria-components";
import { cx } from "./cx";

interface TextFieldProps extends Omit<AriaTextFieldProps, "className" | "style" | "children"> {
  label: string;
  /** Hides the label from sight, not from a screen reader. */
  hideLabel?: boolean;
  /** Whether the label's text can be selected, to copy what is to be typed. */
  hasSelectableLabel?: boolean;
  description?: ReactNode;
  /** The error below the field, which also marks it as invalid. */
  error?: string | null;
  placeholder?: string;
  mono?: boolean;
  multiline?: number;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
}

const box =
  "w-full rounded-lg border border-line bg-bg px-2.5 py-1.5 text-base text-tx data-[focused]:border-acc data-[focused]:outline-3 data-[focused]:outline-acc-bg data-[focused]:outline-offset-0 data-[invalid]:border-bad disabled:opacity-60";

/** A labeled text field with one or more lines. */
export function TextField({
  label,
  hideLabel,
  hasSelectableLabel,
  description,
  error,
  placeholder,
  mono,
  multiline,
  inputRef,
  className,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField
      {...rest}
      isInvalid={Boolean(error) || rest.isInvalid}
      className={cx("flex flex-col gap-1.5", className)}
    >
      <Label
        className={
          hideLabel
            ? "sr-only"
            : cx("text-xs font-medium text-mut", hasSelectableLabel && "select-text")
        }
      >
        {label}
      </Label>
      {multiline ? (
        <TextArea
          rows={multiline}
          placeholder={placeholder}
          spellCheck={false}
          className={cx(box, "resize-none", mono && "mono")}
        />
      ) : (
        <Input
          ref={inputRef}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          className={cx(box, mono && "mono")}
        />
      )}
      {description && (
        <Text slot="description" className="text-xs text-dim">
          {description}
        </Text>
      )}
      <FieldError className="text-xs text-bad">{error}</FieldError>
    </AriaTextField>
  );
}
