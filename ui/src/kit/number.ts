import { lazily } from "./lazily";

const numbers = lazily(() => new Intl.NumberFormat("en"));

/** A number as the window writes it everywhere: 1,500. */
export function number(n: number): string {
  return Number.isInteger(n) && Math.abs(n) < 1_000 ? String(n) : numbers().format(n);
}
