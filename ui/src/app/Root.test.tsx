import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderApp } from "../test/app";
import { northwind, unlocked, withStatus } from "../test/builders";
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

it("says on every screen that settings couldn't be read", async () => {
  const problem = {
    code: "other" as const,
    message: "settings.json couldn't be read.",
    hint: "Fix the file, put it back and restart Postern.",
  };
  fakeShell({ ...unlocked, fileProblems: [problem] }, demo());
  renderApp("/clusters");
  expect(await screen.findByText(problem.message)).toBeVisible();
  expect(screen.getByText(problem.hint)).toBeVisible();
});

it("says on every screen that certificates have to be chosen again", async () => {
  const settings = { ...unlocked.settings, caFile: "/etc/company.pem" };
  fakeShell({ ...unlocked, settings }, demo());
  renderApp("/clusters");
  expect(await screen.findByText("Choose your CA certificates again")).toBeVisible();
  expect(screen.getByText("/etc/company.pem")).toBeVisible();
  await expectAccessible();
});

it("says on every screen that this machine's clock is wrong", async () => {
  fakeShell({ ...unlocked, clockAheadMinutes: -7 }, demo());
  renderApp("/clusters");
  expect(await screen.findByText("This machine's clock is wrong")).toBeVisible();
  expect(screen.getByText(/It is 7 minutes behind the service's/)).toBeVisible();
});

it("tells of unlocking only if it takes longer than a moment", async () => {
  const unlocking = withStatus({ kind: "unlocking", finishing: false });
  const shell = fakeShell(unlocked, demo());
  renderApp("/clusters");
  await screen.findByRole("heading", { name: "Clusters" });
  await act(() => shell.become(unlocking));
  await waitFor(() => expect(screen.queryByRole("heading")).not.toBeInTheDocument());
  // The sidebar stays, so that the window isn't empty.
  const rail = screen.getByRole("navigation", { name: "Main" });
  expect(within(rail).getByText("Northwind")).toBeVisible();
  await expectAccessible();
  await act(() => shell.become(unlocked));
  await screen.findByRole("heading", { name: "Clusters" });
  await act(() => shell.become(unlocking));
  expect(await screen.findByRole("heading", { name: "Unlocking Northwind" })).toBeVisible();
  expect(screen.getByText(/reading the API key from Secret Service/)).toBeVisible();
});

it("locks the accounts behind the demo", async () => {
  if (!unlocked.active) throw new Error("an account is in use");
  const active = {
    ...unlocked.active,
    profileId: null,
    name: "Demo",
    demo: true,
    isLockedBehind: false,
  };
  const shell = fakeShell({ ...unlocked, active }, demo());
  shell.answers.lock = () =>
    shell.become({ ...unlocked, active: { ...active, isLockedBehind: true } });
  const { user } = renderApp("/clusters");
  await user.click(await screen.findByRole("button", { name: /^Lock/ }));
  await waitFor(() => expect(shell.of("lock")).toEqual([{}]));
  expect(await screen.findByText("Your accounts are locked")).toBeVisible();
});

it("shows on every page what the account is for, and that it is read-only", async () => {
  const marked = { ...northwind, environment: "production" as const, readOnly: true };
  fakeShell({ ...unlocked, profiles: [marked] }, demo());
  renderApp("/settings");
  const rail = await screen.findByRole("navigation", { name: "Main" });
  expect(within(rail).getByText("Production")).toBeVisible();
  expect(within(rail).getByText("Read-only")).toBeVisible();
  expect(rail.parentElement).toHaveClass("border-bad");
});
