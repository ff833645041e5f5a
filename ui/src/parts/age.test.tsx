import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { age, useAge } from "./age";

const start = Date.parse("2026-11-28T12:00:00Z");
const since = new Date(start).toISOString();
let drawn = 0;

function Age() {
  drawn += 1;
  return <p>{useAge(since)}</p>;
}

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  drawn = 0;
});
afterEach(() => vi.useRealTimers());

it("counts minutes, hours and days, and nothing shorter", () => {
  const after = (seconds: number) => age(since, start + seconds * 1000);
  expect([-5, 0, 59, 60, 119, 3599, 3600, 126_000, 200_000].map(after)).toEqual([
    "just now",
    "just now",
    "just now",
    "1 min ago",
    "1 min ago",
    "59 min ago",
    "1 h ago",
    "35 h ago",
    "2 days ago",
  ]);
});

it("is drawn once a minute, and not while the window is hidden", () => {
  render(<Age />);
  act(() => vi.advanceTimersByTime(59_000));
  expect(drawn).toBe(1);
  act(() => vi.advanceTimersByTime(1000));
  screen.getByText("1 min ago");
  expect(drawn).toBe(2);

  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  act(() => document.dispatchEvent(new Event("visibilitychange")));
  act(() => vi.advanceTimersByTime(600_000));
  expect(drawn).toBe(2);
  hidden.mockReturnValue(false);
  act(() => document.dispatchEvent(new Event("visibilitychange")));
  screen.getByText("11 min ago");
  expect(drawn).toBe(3);
});
