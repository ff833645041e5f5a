import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { accessOf, names } from "../../test/access";
import { renderApp } from "../../test/app";
import { inventory, unlocked } from "../../test/builders";
import { type FakeShell, fakeShell } from "../../test/fakeShell";
import { expectAccessible } from "../../test/page";

vi.setConfig({ testTimeout: 30_000 });
let shell: FakeShell;

const payments = "412907365518";
const row = (name: RegExp) => screen.findByRole("row", { name });

beforeEach(() => {
  shell = fakeShell(unlocked, inventory());
  shell.answers.access = () => {
    if (!shell.snapshot) return null;
    const view = accessOf(shell.snapshot, names);
    const principals = view.principals.map((one) =>
      one.owner === payments ? { ...one, group: "eu" } : one,
    );
    return { ...view, principals };
  };
});

it("shows groups, and finds and filters by them", async () => {
  const { user, address } = renderApp("/access");
  expect(await row(/^Payments/)).toHaveTextContent("eu");
  await user.click(screen.getByRole("button", { name: "Filter by Group" }));
  await user.click(await screen.findByRole("option", { name: "eu" }));
  expect(await screen.findByText("1 of 4 accounts")).toBeVisible();
  expect(address()).toBe("/access?group=eu");
  expect(screen.queryByRole("row", { name: /^Finance/ })).toBeNull();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Clear group" }));
  await user.type(screen.getByRole("searchbox", { name: "Search access" }), "eu");
  await waitFor(() => expect(screen.queryByRole("row", { name: /^Finance/ })).toBeNull());
  expect(await row(/^Payments/)).toBeVisible();
});

it("puts an owner into a group, and takes it out", async () => {
  const { user } = renderApp("/access");
  await user.pointer({ keys: "[MouseRight]", target: await row(/^Payments/) });
  await user.click(await screen.findByRole("menuitem", { name: "Group…" }));
  const dialog = await screen.findByRole("dialog", { name: "Group of Payments" });
  const field = within(dialog).getByRole("combobox", { name: /^Group/ });
  expect(field).toHaveValue("eu");
  await expectAccessible();
  await user.clear(field);
  // Leaving the field closes its suggestions.
  await user.tab();
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  expect(shell.of("set_owner_group")).toEqual([{ owner: payments, group: null }]);
});
