import { lazily } from "../kit/lazily";

const collator = lazily(() => new Intl.Collator("en", { numeric: true }));

/** Compares two names: "a-2" comes before "a-10". */
export function byName(a: string, b: string): number {
  return collator().compare(a, b);
}
