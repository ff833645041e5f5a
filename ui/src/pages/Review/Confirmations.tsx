import { cx, TextField } from "../../kit";
import { texts } from "./texts";

interface Props {
  required: readonly string[];
  typed: ReadonlyMap<string, string>;
  onType: (text: string, typed: string) => void;
}

/** A field for each text that the user has to type before anything is sent. */
export function Confirmations({ required, typed, onType }: Props) {
  if (required.length === 0) return null;
  return (
    <section
      aria-label={texts.confirm}
      className={cx(
        "grid max-h-40 shrink-0 gap-x-4 gap-y-3 overflow-y-auto border-t border-line px-5 py-3",
        required.length > 1 && "sm:grid-cols-2",
      )}
    >
      {required.map((text) => (
        <TextField
          key={text}
          label={texts.typeToConfirm(text)}
          hasSelectableLabel
          value={typed.get(text) ?? ""}
          onChange={(now) => onType(text, now)}
          mono
        />
      ))}
    </section>
  );
}

/** The first text that has not been typed yet. */
export function notTyped(
  required: readonly string[],
  typed: ReadonlyMap<string, string>,
): string | undefined {
  return required.find((text) => (typed.get(text) ?? "").trim() !== text);
}
