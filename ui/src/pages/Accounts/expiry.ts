import { day as dateOf } from "../../parts/age";
import { texts } from "./texts";

const hour = 3_600_000;
const day = 24 * hour;

/** When a key expires. */
export interface Expiry {
  /** "Key expires Nov 17, 2027 (354 days)" */
  text: string;
  /** For small places, after "key": "41 d left", "11 mo left". */
  short: string;
  tone: "ok" | "warn" | "bad";
}

/** When a key expires. Less than 14 days before that is worth a warning. */
export function expiry(expires: string | null, now: number = Date.now()): Expiry {
  if (expires === null) return { text: texts.neverExpires, short: texts.short.never, tone: "ok" };
  const left = Date.parse(expires) - now;
  if (left <= 0) {
    const days = Math.floor(-left / day);
    const text = days === 0 ? texts.expiredToday : texts.expiredDaysAgo(dateOf(expires), days);
    return { text, short: texts.short.expired, tone: "bad" };
  }
  const days = Math.floor(left / day);
  if (days === 0) {
    const hours = Math.max(1, Math.floor(left / hour));
    return { text: texts.expiresInHours(hours), short: texts.short.hours(hours), tone: "warn" };
  }
  return {
    text: texts.expiresInDays(dateOf(expires), days),
    short: days < 100 ? texts.short.days(days) : texts.short.months(Math.round(days / 30)),
    tone: days < 14 ? "warn" : "ok",
  };
}
