import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AccountMenu } from "../../app/AccountMenu";
import { contoso, northwind, tried, unlocked } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible, renderPage } from "../../test/page";
import { Accounts } from "./Accounts";

let shell: FakeShell;
vi.setConfig({ testTimeout: 20_000 });

beforeEach(() => {
  shell = fakeShell(unlocked);
});

async function openMenu(name: string, entry: string) {
  const page = renderPage(<Accounts />);
  await page.user.click(await screen.findByRole("button", { name: `More for ${name}` }));
  await page.user.click(await screen.findByRole("menuitem", { name: entry }));
  return page;
}

describe("the accounts", () => {
  it("says of each which one is used, when its key ends and where it is kept", async () => {
    renderPage(<Accounts />);
    const used = await screen.findByRole("listitem", { name: "Northwind" });
    expect(used).toHaveTextContent("In use");
    expect(used).toHaveTextContent("Key ends in 41 days");
    expect(used).toHaveTextContent("in Secret Service");
    const other = screen.getByRole("listitem", { name: "Contoso staging" });
    expect(within(other).getByText("Key ends in 9 days")).toHaveClass("text-warn");
    expect(other).toHaveTextContent("in this session's memory");
    await expectAccessible();
  });

  it("switches, and says why it could not", async () => {
    shell.answers.switch_account = () =>
      refuse({ code: "keyring-locked", message: "Secret Service is locked.", hint: "Unlock it." });
    const { user } = renderPage(<Accounts />);
    await user.click(await screen.findByRole("button", { name: "Switch to Contoso staging" }));
    expect(shell.of("switch_account")).toEqual([{ profile: contoso.id }]);
    const message = await screen.findByRole("alertdialog");
    expect(message).toHaveTextContent("Could not switch to Contoso staging");
    expect(message).toHaveTextContent("Secret Service is locked. Unlock it.");
  });

  it("renames", async () => {
    const { user } = await openMenu("Northwind", "Rename…");
    const name = await screen.findByLabelText("Name in Postern");
    await user.clear(name);
    await user.keyboard("{Enter}");
    expect(shell.of("rename_account")).toEqual([]);
    await user.type(name, "  Northwind live {Enter}");
    await waitFor(() =>
      expect(shell.of("rename_account")).toEqual([
        { profile: northwind.id, name: "Northwind live" },
      ]),
    );
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("replaces a key at the account's own address", async () => {
    shell.answers.try_key = () => tried;
    const { user } = await openMenu("Northwind", "Replace key…");
    await user.click(await screen.findByLabelText("API key"));
    await user.paste("a.b.c");
    expect(screen.queryByRole("button", { name: "Another address" })).not.toBeInTheDocument();
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Replace key" }));
    await waitFor(() =>
      expect(shell.of("replace_key")).toEqual([
        { profile: northwind.id, draft: "draft-1", store: "keyring" },
      ]),
    );
    expect(await screen.findByText("Northwind has a new key")).toBeVisible();
    expect(shell.of("drop_draft")).toEqual([]);
  });

  it("keeps a new key for this session where the keyring doesn't take it", async () => {
    shell.answers.try_key = () => tried;
    shell.answers.replace_key = (told) =>
      told.store === "session"
        ? null
        : refuse({ code: "keyring-absent", message: "There is no keyring.", hint: "Start one." });
    const { user } = await openMenu("Northwind", "Replace key…");
    await user.click(await screen.findByLabelText("API key"));
    await user.paste("a.b.c");
    await user.keyboard("{Enter}");
    expect(await screen.findByText("There is no keyring.")).toBeVisible();
    expect(shell.of("drop_draft")).toEqual([]);
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Keep it for this session only" }));
    expect(await screen.findByText("Northwind has a new key")).toBeVisible();
    expect(shell.of("replace_key")).toEqual([
      { profile: northwind.id, draft: "draft-1", store: "keyring" },
      { profile: northwind.id, draft: "draft-1", store: "session" },
    ]);
  });

  it("keeps a key that works for another attempt where only writing it down failed", async () => {
    shell.answers.try_key = () => tried;
    shell.answers.replace_key = () =>
      refuse({ message: "profiles.json can't be written.", hint: "Make room." });
    const { user } = await openMenu("Northwind", "Replace key…");
    await user.click(await screen.findByLabelText("API key"));
    await user.paste("a.b.c");
    await user.keyboard("{Enter}");
    expect(await screen.findByText("profiles.json can't be written.")).toBeVisible();
    expect(shell.of("drop_draft")).toEqual([]);
    shell.answers.replace_key = () => null;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Northwind has a new key")).toBeVisible();
    expect(shell.of("try_key")).toHaveLength(1);
  });

  it("keeps the old key where the new one is another account's", async () => {
    shell.answers.try_key = () => tried;
    shell.answers.replace_key = () =>
      refuse({ code: "invalid", message: "This key is Contoso's.", hint: "Add it as an account." });
    const { user } = await openMenu("Northwind", "Replace key…");
    await user.click(await screen.findByLabelText("API key"));
    await user.paste("a.b.c");
    await user.keyboard("{Enter}");
    expect(await screen.findByText("This key is Contoso's.")).toBeVisible();
    await waitFor(() => expect(shell.of("drop_draft")).toEqual([{ draft: "draft-1" }]));
  });

  it("removes an account only after it was confirmed, and says what goes with it", async () => {
    const { user } = await openMenu("Northwind", "Remove…");
    const dialog = await screen.findByRole("alertdialog", { name: "Remove Northwind?" });
    expect(dialog).toHaveTextContent("takes its key out of your system's keyring");
    expect(dialog).toHaveTextContent("The history of its changes goes with it");
    await expectAccessible();
    expect(within(dialog).getByRole("button", { name: "Keep it" })).toHaveFocus();
    expect(shell.of("remove_account")).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Remove account and key" }));
    await waitFor(() =>
      expect(shell.of("remove_account")).toEqual([{ profile: northwind.id, leaveKey: false }]),
    );
  });
});

describe("an account whose key cannot be removed", () => {
  it("can be removed without it", async () => {
    shell.answers.remove_account = (told) =>
      told.leaveKey
        ? null
        : refuse({ code: "keyring-locked", message: "The keyring is locked.", hint: "Unlock it." });
    const { user } = await openMenu("Northwind", "Remove…");
    const dialog = await screen.findByRole("alertdialog", { name: "Remove Northwind?" });
    await user.click(within(dialog).getByRole("button", { name: "Remove account and key" }));
    expect(await within(dialog).findByText("The keyring is locked.")).toBeVisible();
    await expectAccessible();
    await user.click(within(dialog).getByRole("button", { name: "Remove account, leave key" }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(shell.of("remove_account").at(-1)).toEqual({ profile: northwind.id, leaveKey: true });
  });
});

describe("the account menu", () => {
  it("names the account, its role and how long its key lasts, and locks", async () => {
    const { user } = renderPage(<AccountMenu />);
    const button = await screen.findByRole("button", { name: /Account: Northwind/ });
    expect(button).toHaveAccessibleDescription("Admin · key 41 d left");
    await user.click(button);
    expect(
      await screen.findByRole("menuitem", { name: "Switch to Contoso staging" }),
    ).toBeVisible();
    await expectAccessible();
    await user.click(screen.getByRole("menuitem", { name: "Lock" }));
    await waitFor(() => expect(shell.of("lock")).toHaveLength(1));
  });
});
