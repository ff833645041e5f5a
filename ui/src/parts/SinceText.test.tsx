import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { unlocked } from "../test/builders";
import { fakeShell } from "../test/fakeShell";
import { renderPage } from "../test/page";
import { day } from "./age";
import { SinceText } from "./SinceText";

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

it("says when something was added, if Postern saw that", async () => {
  fakeShell(unlocked);
  renderPage(<SinceText since={{ at: ago(3), exact: true }} />);
  expect(await screen.findByText(day(ago(3)))).toBeVisible();
});

it("says by when it was there otherwise", async () => {
  fakeShell(unlocked);
  renderPage(<SinceText since={{ at: ago(3), exact: false }} />);
  expect(await screen.findByText(`by ${day(ago(3))}`)).toBeVisible();
});

it("leaves that out on the first day, when it would be true of every line", async () => {
  fakeShell(unlocked);
  renderPage(<SinceText since={{ at: ago(0), exact: false }} />);
  expect(await screen.findByText("—")).toHaveAttribute(
    "title",
    expect.stringMatching(/^Already there/),
  );
});

it("writes dates as Nov 28, 2026, wherever the user is", () => {
  expect(day("2026-11-28T12:00:00Z")).toBe("Nov 28, 2026");
});
