const day = 86_400_000;

/** How soon a key ends. */
export interface Expiry {
  /** As a sentence's end: "ends in 41 days". */
  words: string;
  /** For small places: "41 d left", "11 mo left". */
  short: string;
  tone: "ok" | "warn" | "bad";
}

/** How soon a key ends. Worth a warning when less than two weeks are left. */
export function expiry(ends: string | null, now: number = Date.now()): Expiry {
  if (ends === null) return { words: "has no end", short: "no end", tone: "ok" };
  const left = Date.parse(ends) - now;
  if (left <= 0) {
    const days = Math.floor(-left / day);
    return {
      words: days === 0 ? "ended today" : `ended ${plural(days, "day")} ago`,
      short: "expired",
      tone: "bad",
    };
  }
  const days = Math.floor(left / day);
  if (days === 0) {
    const hours = Math.max(1, Math.floor(left / 3_600_000));
    return { words: `ends in ${plural(hours, "hour")}`, short: `${hours} h left`, tone: "warn" };
  }
  return {
    words: `ends in ${plural(days, "day")}`,
    short: days < 100 ? `${days} d left` : `${Math.round(days / 30)} mo left`,
    tone: days < 14 ? "warn" : "ok",
  };
}

function plural(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? "" : "s"}`;
}
