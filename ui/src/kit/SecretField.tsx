import { type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { cx } from "./cx";

/** What the parent of a secret field can do with it. */
export interface SecretHandle {
  /** Returns the text and clears the field. */
  take(): string;
  focus(): void;
}

interface Props {
  label: string;
  description?: string;
  isInvalid?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
  isReadOnly?: boolean;
  /** Called with whether the field has text. */
  onFilled?: (filled: boolean) => void;
  ref?: Ref<SecretHandle>;
}

/**
 * A field for a secret. The text is masked and lives in the input alone: never in React's state, so no
 * render, tool or snapshot of the tree holds it; `take` empties the field as it reads it.
 */
export function SecretField({
  label,
  description,
  isInvalid,
  placeholder,
  autoFocus,
  isReadOnly,
  onFilled,
  ref,
}: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [length, setLength] = useState(0);

  function noteLength() {
    const now = input.current?.value.trim().length ?? 0;
    setLength(now);
    onFilled?.(now > 0);
  }

  useImperativeHandle(ref, () => ({
    take() {
      const text = input.current?.value ?? "";
      if (input.current) input.current.value = "";
      noteLength();
      return text;
    },
    focus: () => input.current?.focus(),
  }));

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline gap-2 text-xs">
        <label htmlFor={id} className="font-medium text-mut">
          {label}
        </label>
        {length > 0 && <span className="ml-auto text-dim">{length} characters</span>}
      </div>
      <input
        ref={input}
        id={id}
        type="password"
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        data-1p-ignore="true"
        data-lpignore="true"
        // biome-ignore lint/a11y/noAutofocus: it is what the user came for
        autoFocus={autoFocus}
        readOnly={isReadOnly}
        placeholder={placeholder}
        aria-invalid={isInvalid || undefined}
        aria-describedby={description ? `${id}-about` : undefined}
        onInput={noteLength}
        className={cx(
          "mono w-full rounded-lg border bg-bg px-2.5 py-2 text-tx placeholder:font-sans placeholder:text-base focus:border-acc focus:outline-3 focus:outline-offset-0 focus:outline-acc-bg read-only:opacity-60",
          isInvalid ? "border-bad" : "border-line",
        )}
      />
      {description && (
        <span id={`${id}-about`} className="text-xs text-dim">
          {description}
        </span>
      )}
    </div>
  );
}
