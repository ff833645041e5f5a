import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "../test/app";
import { unlocked } from "../test/builders";
import { fakeShell } from "../test/fakeShell";
import { demo } from "../test/fixtures";
import { expectAccessible } from "../test/page";

it("says on every page that interrupted changes can't be found", async () => {
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

it("says on every page that certificates have to be chosen again", async () => {
  const settings = { ...unlocked.settings, caFile: "/etc/company.pem" };
  fakeShell({ ...unlocked, settings }, demo());
  renderApp("/clusters");
  expect(await screen.findByText("Choose your CA certificates again")).toBeVisible();
  expect(screen.getByText("/etc/company.pem")).toBeVisible();
  await expectAccessible();
});

it("locks the accounts behind the demo", async () => {
  if (!unlocked.active) throw new Error("an account is in use");
  const active = { ...unlocked.active, profileId: null, name: "Demo", demo: true };
  const shell = fakeShell({ ...unlocked, active }, demo());
  const { user } = renderApp("/clusters");
  await user.click(await screen.findByRole("button", { name: /^Lock/ }));
  await waitFor(() => expect(shell.of("lock")).toEqual([{}]));
  expect(await screen.findByText("Your accounts are locked")).toBeVisible();
});
