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
  await page.user.click(await screen.findByRole("button", { name: `More actions for ${name}` }));
  await page.user.click(await screen.findByRole("menuitem", { name: entry }));
  return page;
}

describe("the accounts page", () => {
  it("shows which account is in use, when each key expires and where it is stored", async () => {
    renderPage(<Accounts />);
    const used = await screen.findByRole("listitem", { name: "Northwind" });
    expect(used).toHaveTextContent("In use");
    expect(used).toHaveTextContent(/Key expires .+ \(41 days\)/);
    expect(used).toHaveTextContent("Stored in Secret Service");
    const other = screen.getByRole("listitem", { name: "Contoso staging" });
    expect(within(other).getByText(/^Key expires .+ \(9 days\)$/)).toHaveClass("text-warn");
    expect(other).toHaveTextContent("In memory for this session");
    await expectAccessible();
  });

  it("switches accounts, and says why that failed", async () => {
    shell.answers.switch_account = () =>
      refuse({ code: "keyring-locked", message: "Secret Service is locked.", hint: "Unlock it." });
    const { user } = renderPage(<Accounts />);
    await user.click(await screen.findByRole("button", { name: "Switch to Contoso staging" }));
    expect(shell.of("switch_account")).toEqual([{ profile: contoso.id }]);
    const message = await screen.findByRole("alertdialog");
    expect(message).toHaveTextContent("Could not switch to Contoso staging");
    expect(message).toHaveTextContent("Secret Service is locked. Unlock it.");
  });

  it("marks an account as production and read-only, and shows both", async () => {
    shell.answers.mark_account = () =>
      refuse({ code: "declined", message: "Nothing changed because you didn't confirm it." });
    const { user } = await openMenu("Northwind", "Environment…");
    const dialog = await screen.findByRole("dialog", { name: "Environment of Northwind" });
    await user.click(within(dialog).getByRole("button", { name: /Other/ }));
    await user.click(await screen.findByRole("option", { name: "Production" }));
    await user.click(within(dialog).getByRole("checkbox", { name: "Read-only in Postern" }));
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    await within(dialog).findByText("Nothing changed because you didn't confirm it.");
    shell.answers.mark_account = () => null;
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    const marks = { profile: northwind.id, environment: "production", readOnly: true };
    expect(shell.of("mark_account")).toEqual([marks, marks]);

    await shell.become({
      ...unlocked,
      profiles: [contoso, { ...northwind, environment: "production", readOnly: true }],
    });
    const used = screen.getByRole("listitem", { name: "Northwind" });
    await within(used).findByText("Production");
    expect(within(used).getByText("Read-only")).toBeVisible();
    await expectAccessible();
  });

  it("renames an account", async () => {
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

  it("replaces a key without asking for the service address", async () => {
    shell.answers.try_key = () => tried;
    const { user } = await openMenu("Northwind", "Replace key…");
    const enter = await screen.findByRole("button", { name: "Enter new key…" });
    expect(screen.queryByRole("button", { name: "Change address" })).not.toBeInTheDocument();
    await expectAccessible();
    await user.click(enter);
    await waitFor(() =>
      expect(shell.of("ask_for_key")).toEqual([{ host: northwind.host, account: northwind.id }]),
    );
    await waitFor(() =>
      expect(shell.of("replace_key")).toEqual([
        { profile: northwind.id, draft: "draft-1", store: "keyring" },
      ]),
    );
    expect(await screen.findByText("Replaced the key for Northwind")).toBeVisible();
    expect(shell.of("drop_draft")).toEqual([]);
  });

  it("says which other accounts get the new key", async () => {
    const shared = { sharedKey: "one-key" };
    shell.state = {
      ...shell.state,
      profiles: [
        { ...contoso, ...shared },
        { ...northwind, ...shared },
      ],
    };
    await openMenu("Northwind", "Replace key…");
    expect(
      await screen.findByText(
        "The key is replaced in Contoso staging as well, which has the same one.",
      ),
    ).toBeVisible();
  });

  it("keeps a new key for this session when the keyring can't store it", async () => {
    shell.answers.try_key = () => tried;
    shell.answers.replace_key = (told) =>
      told.store === "session"
        ? null
        : refuse({ code: "keyring-absent", message: "There is no keyring.", hint: "Start one." });
    const { user } = await openMenu("Northwind", "Replace key…");
    await user.click(await screen.findByRole("button", { name: "Enter new key…" }));
    expect(await screen.findByText("There is no keyring.")).toBeVisible();
    expect(shell.of("drop_draft")).toEqual([]);
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Keep for this session only" }));
    expect(await screen.findByText("Replaced the key for Northwind")).toBeVisible();
    expect(shell.of("replace_key")).toEqual([
      { profile: northwind.id, draft: "draft-1", store: "keyring" },
      { profile: northwind.id, draft: "draft-1", store: "session" },
    ]);
  });

  it("tries again to save a key that works, without asking for it again", async () => {
    shell.answers.try_key = () => tried;
    shell.answers.replace_key = () =>
      refuse({ message: "profiles.json can't be written.", hint: "Make room." });
    const { user } = await openMenu("Northwind", "Replace key…");
    await user.click(await screen.findByRole("button", { name: "Enter new key…" }));
    expect(await screen.findByText("profiles.json can't be written.")).toBeVisible();
    expect(shell.of("drop_draft")).toEqual([]);
    shell.answers.replace_key = () => null;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Replaced the key for Northwind")).toBeVisible();
    expect(shell.of("try_key")).toHaveLength(1);
  });

  it("keeps the old key when the new one belongs to another account", async () => {
    shell.answers.try_key = () => tried;
    shell.answers.replace_key = () =>
      refuse({ code: "invalid", message: "This key is Contoso's.", hint: "Add it as an account." });
    const { user } = await openMenu("Northwind", "Replace key…");
    await user.click(await screen.findByRole("button", { name: "Enter new key…" }));
    expect(await screen.findByText("This key is Contoso's.")).toBeVisible();
    await waitFor(() => expect(shell.of("drop_draft")).toEqual([{ draft: "draft-1" }]));
  });

  it("asks before it removes an account, and says what is deleted with it", async () => {
    const { user } = await openMenu("Northwind", "Remove…");
    const dialog = await screen.findByRole("alertdialog", { name: "Remove Northwind?" });
    expect(dialog).toHaveTextContent("deletes its key from your system's keyring");
    expect(dialog).toHaveTextContent("deletes the history of its changes");
    await expectAccessible();
    expect(within(dialog).getByRole("button", { name: "Cancel" })).toHaveFocus();
    expect(shell.of("remove_account")).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Remove account and key" }));
    await waitFor(() =>
      expect(shell.of("remove_account")).toEqual([{ profile: northwind.id, leaveKey: false }]),
    );
  });
});

describe("an account whose key can't be deleted", () => {
  it("can be removed while the key stays in the keyring", async () => {
    shell.answers.remove_account = (told) =>
      told.leaveKey
        ? null
        : refuse({ code: "keyring-locked", message: "The keyring is locked.", hint: "Unlock it." });
    const { user } = await openMenu("Northwind", "Remove…");
    const dialog = await screen.findByRole("alertdialog", { name: "Remove Northwind?" });
    await user.click(within(dialog).getByRole("button", { name: "Remove account and key" }));
    expect(await within(dialog).findByText("The keyring is locked.")).toBeVisible();
    await expectAccessible();
    await user.click(within(dialog).getByRole("button", { name: "Remove account only" }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(shell.of("remove_account").at(-1)).toEqual({ profile: northwind.id, leaveKey: true });
  });
});

describe("the account menu", () => {
  it("shows the account, its role and when its key expires, and locks", async () => {
    const { user } = renderPage(<AccountMenu />);
    const button = await screen.findByRole("button", { name: /Account: Northwind/ });
    expect(button).toHaveAccessibleDescription(/^Admin · Key expires .+ \(41 days\)$/);
    await user.click(button);
    expect(
      await screen.findByRole("menuitem", { name: "Switch to Contoso staging" }),
    ).toBeVisible();
    await expectAccessible();
    await user.click(screen.getByRole("menuitem", { name: "Lock" }));
    await waitFor(() => expect(shell.of("lock")).toHaveLength(1));
  });
});
