import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type Problem, useAppState } from "../../ipc";
import { contoso, northwind, tried, withStatus } from "../../test/builders";
import { fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible, renderPage } from "../../test/page";
import { Lock } from "./Lock";

vi.setConfig({ testTimeout: 20_000 });

function Screen() {
  const active = useAppState()?.active;
  return active ? <Lock active={active} /> : null;
}

const problems: [Problem["code"], string, string][] = [
  ["keyring-absent", "There is no keyring on this machine.", "Install a Secret Service."],
  ["keyring-locked", "Secret Service is locked.", "Unlock it, then try again."],
  ["keyring-silent", "Secret Service did not answer within 5 seconds.", "Look for its window."],
];

describe("the lock screen", () => {
  it("does not take the focus, and unlocks", async () => {
    const shell = fakeShell(withStatus({ kind: "locked", problem: null }));
    const { user } = renderPage(<Screen />);
    expect(await screen.findByRole("heading", { name: "Northwind is locked" })).toBeVisible();
    expect(document.body).toHaveFocus();
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Unlock" }));
    expect(shell.of("unlock")).toHaveLength(1);
  });

  it.each(problems)("shows the problem %s and what to do about it", async (code, message, hint) => {
    const shell = fakeShell(withStatus({ kind: "locked", problem: { code, message, hint } }));
    const { user } = renderPage(<Screen />);
    expect(await screen.findByText(message)).toBeVisible();
    expect(screen.getByText(hint)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(shell.of("unlock")).toHaveLength(1));
  });

  it("shows why unlocking failed this time", async () => {
    const shell = fakeShell(withStatus({ kind: "locked", problem: null }));
    shell.answers.unlock = () =>
      refuse({ code: "keyring-locked", message: "It is locked.", hint: "" });
    const { user } = renderPage(<Screen />);
    await user.click(await screen.findByRole("button", { name: "Unlock" }));
    expect(await screen.findByText("It is locked.")).toBeVisible();
  });

  it("says which keyring it is waiting for while it unlocks", async () => {
    fakeShell(withStatus({ kind: "unlocking", finishing: false }));
    renderPage(<Screen />);
    expect(
      await screen.findByRole("button", { name: "Waiting for Secret Service…" }),
    ).toBeVisible();
    expect(screen.getByRole("heading", { name: "Unlocking Northwind" })).toBeVisible();
  });

  it("says that the system asks who is there", async () => {
    const shell = fakeShell(withStatus({ kind: "locked", problem: null }));
    shell.state.settings = { ...shell.state.settings, verifyUser: true };
    renderPage(<Screen />);
    expect(await screen.findByText(/your system asks who you are/)).toBeVisible();
    expect(screen.queryByText(/Postern doesn't ask who you are/)).toBeNull();
  });

  it("says that it is waiting for the answer to a change", async () => {
    fakeShell(withStatus({ kind: "unlocking", finishing: true }));
    renderPage(<Screen />);
    expect(await screen.findByRole("button", { name: "Waiting for the service…" })).toBeVisible();
    expect(screen.getByText(/A change was being sent when the account was locked/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Cancel" })).toBeVisible();
    await expectAccessible();
  });

  it("says where to enter the keyring's password, and can be canceled", async () => {
    const state = withStatus({ kind: "unlocking", finishing: false });
    const shell = fakeShell({ ...state, keyring: { ...state.keyring, isAsking: true } });
    const { user } = renderPage(<Screen />);
    expect(await screen.findByText(/is asking for its password or your permission/)).toBeVisible();
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(shell.of("lock")).toHaveLength(1);
  });

  it("says that the demo is opening", async () => {
    const state = withStatus({ kind: "unlocking", finishing: false });
    fakeShell({
      ...state,
      active: {
        profileId: null,
        name: "Demo",
        demo: true,
        isLockedBehind: false,
        status: { kind: "unlocking", finishing: false },
      },
    });
    renderPage(<Screen />);
    expect(await screen.findByRole("heading", { name: "Opening the demo" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Leave the demo" })).toBeVisible();
    expect(screen.queryByRole("button", { name: /Unlock/ })).not.toBeInTheDocument();
  });

  it("can switch accounts, replace the key, and remove the account", async () => {
    const shell = fakeShell(withStatus({ kind: "locked", problem: null }));
    shell.answers.try_key = () => tried;
    const { user } = renderPage(<Screen />);
    await user.click(await screen.findByRole("button", { name: "Switch to Contoso staging" }));
    expect(shell.of("switch_account")).toEqual([{ profile: contoso.id }]);

    await user.click(screen.getByRole("button", { name: "Replace key…" }));
    await user.click(await screen.findByRole("button", { name: "Enter new key…" }));
    await waitFor(() =>
      expect(shell.of("replace_key")).toEqual([
        { profile: northwind.id, draft: "draft-1", store: "keyring" },
      ]),
    );
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());

    await user.click(screen.getByRole("button", { name: "Remove Northwind…" }));
    await user.click(await screen.findByRole("button", { name: "Remove account and key" }));
    await waitFor(() =>
      expect(shell.of("remove_account")).toEqual([{ profile: northwind.id, leaveKey: false }]),
    );
  });

  it("asks for a new key right there when the service refuses the old one", async () => {
    const shell = fakeShell(
      withStatus({
        kind: "needs-key",
        problem: {
          code: "unauthorized",
          message: "The service refuses this key: it has expired.",
          hint: "Make a new one in the Aeon console.",
        },
      }),
    );
    shell.answers.try_key = () => tried;
    shell.answers.unlock = () =>
      refuse({
        code: "offline",
        message: "Could not read the account: the connection failed.",
        request: { at: "2026-11-28T20:15:03Z", status: null, id: null },
      });
    const { user } = renderPage(<Screen />);
    expect(await screen.findByRole("heading", { name: "Northwind needs a new key" })).toBeVisible();
    expect(screen.getByText("The service refuses this key: it has expired.")).toBeVisible();
    expect(document.body).toHaveFocus();
    await expectAccessible();
    // A proxy may have answered: the stored key isn't lost.
    await user.click(screen.getByRole("button", { name: "Try the stored key again" }));
    expect(
      await screen.findByText("Could not read the account: the connection failed."),
    ).toBeVisible();
    expect(screen.getByText(/^No response · Nov 28, 2026, \d\d:15:03/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Paste and clear clipboard" }));
    await waitFor(() =>
      expect(shell.of("replace_key")).toEqual([
        { profile: northwind.id, draft: "draft-1", store: "keyring" },
      ]),
    );
  });
});
