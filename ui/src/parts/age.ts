import { useEffect, useReducer } from "react";
import { lazily } from "../kit/lazily";

const minute = 60_000;

/** How long ago, in short words. Nothing shorter than a minute is counted, so that a quiet window stays quiet. */
export function age(since: string, now: number = Date.now()): string {
  const minutes = Math.floor(Math.max(0, now - Date.parse(since)) / minute);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 36) return `${hours} h ago`;
  return `${Math.round(hours / 24)} days ago`;
}

// Dates are in the language of the window, as numbers are. Only the clock is the user's own: 12 or 24 hours.
const clock = lazily(() => {
  const own = new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).resolvedOptions();
  return { hour12: own.hour12 ?? false };
});

const format = (options: () => Intl.DateTimeFormatOptions) =>
  lazily(() => new Intl.DateTimeFormat("en-US", options()));

const toTheMinute = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
} as const;

const formats = {
  moment: format(() => ({ ...toTheMinute, ...clock() })),
  exactly: format(() => ({ ...toTheMinute, second: "2-digit", ...clock() })),
  day: format(() => ({ dateStyle: "medium" })),
  shortDay: format(() => ({ month: "short", day: "numeric" })),
  weekday: format(() => ({ weekday: "long" })),
  time: format(() => ({ timeStyle: "short", ...clock() })),
};

/** A date and time with the user's time zone, such as "Nov 28, 2026, 20:15 UTC". */
export function moment(when: string): string {
  return formats.moment().format(new Date(when));
}

/** The same with seconds, for what is a record. */
export function exactly(when: string): string {
  return formats.exactly().format(new Date(when));
}

/** A date in the user's time zone, such as "Nov 28, 2026". */
export function day(when: string): string {
  return formats.day().format(new Date(when));
}

/** A date of this year, such as "Nov 28", or of another one. */
export function shortDay(when: string, now: Date = new Date()): string {
  const date = new Date(when);
  if (date.getFullYear() !== now.getFullYear()) return day(when);
  return formats.shortDay().format(date);
}

/** A time of day in the user's time zone. */
export function time(when: string): string {
  return formats.time().format(new Date(when));
}

/** The day of the week, such as "Saturday". */
export function weekday(when: Date): string {
  return formats.weekday().format(when);
}

/** A day such as `2026-12-31`, in the user's locale. */
export function calendarDay(date: string): string {
  return day(`${date}T00:00`);
}

/** How long ago, kept up to date: it is drawn again only when a minute is over and the window is visible. */
export function useAge(since: string): string {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const start = Date.parse(since);
  useEffect(() => {
    let timer: number | undefined;
    const wait = () => {
      const passed = Math.max(0, Date.now() - start);
      timer = window.setTimeout(next, minute - (passed % minute));
    };
    const next = () => {
      draw();
      wait();
    };
    const follow = () => {
      window.clearTimeout(timer);
      if (!document.hidden) next();
    };
    wait();
    document.addEventListener("visibilitychange", follow);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", follow);
    };
  }, [start]);
  return age(since);
}
