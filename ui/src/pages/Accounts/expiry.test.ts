import { expect, it } from "vitest";
import { day } from "../../parts/age";
import { expiry } from "./expiry";

const now = Date.parse("2026-11-28T12:00:00Z");
const at = (days: number) => new Date(now + days * 86_400_000).toISOString();

it.each([
  [354.5, `Key expires ${day(at(354.5))} (354 days)`, "12 mo left", "ok"],
  [13.5, `Key expires ${day(at(13.5))} (13 days)`, "13 d left", "warn"],
  [1.2, `Key expires ${day(at(1.2))} (1 day)`, "1 d left", "warn"],
  [0.5, "Key expires in 12 hours", "12 h left", "warn"],
  [-0.5, "Key expired today", "expired", "bad"],
  [-3.5, `Key expired ${day(at(-3.5))} (3 days ago)`, "expired", "bad"],
])("of a key %d days before it expires: %s", (days, text, short, tone) => {
  expect(expiry(at(days), now)).toEqual({ text, short, tone });
});

it("of a key that never expires", () => {
  expect(expiry(null, now).text).toBe("Key never expires");
});
