import "@testing-library/jest-dom/vitest";
import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { AppState, LinkView } from "../ipc";
import { renderApp } from "../test/app";
import { contoso, unlocked, withStatus } from "../test/builders";
import { fakeShell } from "../test/fakeShell";
import { demo } from "../test/fixtures";

vi.setConfig({ testTimeout: 20_000 });

const snapshot = demo();
const region = snapshot.clusters[0]?.regions[0]?.id ?? "";

function open(link: LinkView, state: AppState = unlocked) {
  const shell = fakeShell({ ...state, link }, snapshot);
  shell.answers.drop_link = () => shell.become({ ...shell.state, link: null });
  return { shell, ...renderApp("/vpcs") };
}

it("shows the endpoint of a link, and nothing else happens", async () => {
  const { shell, address } = open({ kind: "here", regionId: region });
  await waitFor(() => expect(address()).toContain(`/endpoints?region=${region}`));
  await waitFor(() => expect(shell.of("drop_link")).toHaveLength(1));
  const commands = new Set(shell.asked.map((one) => one.command));
  for (const changing of ["plan_bulk", "apply_bulk", "switch_account", "unlock"]) {
    expect(commands).not.toContain(changing);
  }
});

it("waits until the account is unlocked", async () => {
  const link: LinkView = { kind: "here", regionId: region };
  const { shell, address } = open(link, withStatus({ kind: "locked", problem: null }));
  await screen.findByRole("button", { name: "Unlock" });
  expect(shell.of("drop_link")).toEqual([]);
  await shell.become({ ...unlocked, link });
  await waitFor(() => expect(address()).toContain(`region=${region}`));
});

it("names another account and leaves switching to the user", async () => {
  const link: LinkView = { kind: "other-account", profileId: contoso.id, name: contoso.name };
  const { shell, user } = open(link);
  const name = `Switch to ${contoso.name}`;
  await user.click(await screen.findByRole("button", { name }));
  expect(shell.of("switch_account")).toEqual([{ profile: contoso.id }]);
  expect(shell.of("drop_link")).toEqual([]);
});

it.each([
  [{ kind: "unknown-account" }, "The link leads to an account that isn't in Postern"],
  [
    { kind: "here", regionId: "gone" },
    "This account doesn't have the endpoint that the link leads to",
  ],
  [{ kind: "unreadable", problem: { code: "invalid", message: "No link.", hint: "" } }, "No link."],
] satisfies [LinkView, string][])("says why it can't be opened: %o", async (link, title) => {
  const { shell, address } = open(link);
  expect(await screen.findByText(title)).toBeVisible();
  expect(address()).toBe("/vpcs");
  await waitFor(() => expect(shell.of("drop_link")).toHaveLength(1));
});
