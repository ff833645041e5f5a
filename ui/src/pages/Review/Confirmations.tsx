import { TextField } from "../../kit";

interface Props {
  texts: readonly string[];
  typed: ReadonlyMap<string, string>;
  onType: (text: string, typed: string) => void;
}

/** A field for each text that has to be typed before anything is sent. */
export function Confirmations({ texts, typed, onType }: Props) {
  if (texts.length === 0) return null;
  return (
    <section
      aria-label="To confirm"
      className="grid max-h-40 shrink-0 gap-x-4 gap-y-3 overflow-y-auto border-t border-line px-5 py-3 sm:grid-cols-2"
    >
      {texts.map((text) => (
        <TextField
          key={text}
          label={`Type ${text} to confirm`}
          value={typed.get(text) ?? ""}
          onChange={(now) => onType(text, now)}
          mono
        />
      ))}
    </section>
  );
}

/** The first text that is not typed yet. */
export function notTyped(
  texts: readonly string[],
  typed: ReadonlyMap<string, string>,
): string | undefined {
  return texts.find((text) => (typed.get(text) ?? "").trim() !== text);
}
