import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "../test/app";
import { fakeShell } from "../test/fakeShell";
import { demo } from "../test/fixtures";
import { unlocked } from "../test/northwind";
import { expectAccessible } from "../test/page";

it("says on every screen that what was under way can't be found again", async () => {
  const journal = {
    code: "other" as const,
    message: "The journal of changes was damaged.",
    hint: "Look at the endpoints that you changed last.",
  };
  fakeShell({ ...unlocked, journal }, demo());
  renderApp("/clusters");
  expect(await screen.findByText(journal.message)).toBeVisible();
  expect(screen.getByText(journal.hint)).toBeVisible();
  await expectAccessible();
});
