import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { noKeyring, unlocked } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible, renderPage } from "../../test/page";
import { Settings } from "./Settings";

vi.setConfig({ testTimeout: 20_000 });
let shell: FakeShell;

beforeEach(() => {
  shell = fakeShell(unlocked);
});

it("shows which keyring stores the keys, or why none can", async () => {
  const { unmount } = renderPage(<Settings />);
  expect(await screen.findByText("Secret Service")).toBeVisible();
  expect(screen.getByText("In use")).toBeVisible();
  await expectAccessible();
  unmount();
  shell.state = { ...unlocked, keyring: noKeyring };
  renderPage(<Settings />);
  expect(await screen.findByText("No keyring answers on this machine.")).toBeVisible();
  expect(screen.getByText(/Install and start a Secret Service/)).toBeVisible();
});

it("saves one setting without touching the others", async () => {
  const { user } = renderPage(<Settings />);
  await user.click(await screen.findByRole("radio", { name: "Light" }));
  await waitFor(() => expect(shell.of("set_theme")).toEqual([{ theme: "light" }]));
  await user.click(screen.getByRole("button", { name: /Lock when idle/ }));
  await user.click(await screen.findByRole("option", { name: "Never" }));
  await waitFor(() => expect(shell.of("set_lock_time")).toEqual([{ minutes: null }]));
});

it("looks for new versions only where there is an address to ask", async () => {
  const name = "Look for a new version once a day";
  const { unmount } = renderPage(<Settings />);
  expect(await screen.findByRole("checkbox", { name })).toBeDisabled();
  expect(screen.getByText(/This build has no address to ask/)).toBeVisible();
  unmount();
  shell.state = { ...unlocked, updates: { canLook: true, isOn: true, newer: "9.1.0" } };
  const { user } = renderPage(<Settings />);
  expect(await screen.findByText("Postern 9.1.0 is available")).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("checkbox", { name }));
  await waitFor(() => expect(shell.of("set_look_for_updates")).toEqual([{ look: false }]));
});

it("notifies of what others change only if that is switched on", async () => {
  const { user } = renderPage(<Settings />);
  const name = "Also when someone else changes an endpoint or its principals";
  const box = await screen.findByRole("checkbox", { name });
  expect(box).not.toBeChecked();
  await user.click(box);
  await waitFor(() => expect(shell.of("set_notify_others")).toEqual([{ notify: true }]));
});

it("has the system ask who is there, where it can", async () => {
  const missing = "polkit doesn't know Postern's actions.";
  shell.answers.no_user_verification = () => missing;
  const { user, unmount } = renderPage(<Settings />);
  expect(await screen.findByText(missing)).toBeVisible();
  const name = "Ask who you are before unlocking";
  expect(screen.getByRole("checkbox", { name })).toBeDisabled();
  unmount();
  shell.answers.no_user_verification = () => null;
  renderPage(<Settings />);
  await waitFor(() => expect(screen.getByRole("checkbox", { name })).toBeEnabled());
  await user.click(screen.getByRole("checkbox", { name }));
  await waitFor(() => expect(shell.of("set_user_verification")).toEqual([{ verifyUser: true }]));
});

it("accepts a second change while the first is being saved", async () => {
  shell.answers.set_theme = () => new Promise(() => {});
  const { user } = renderPage(<Settings />);
  await user.click(await screen.findByRole("radio", { name: "Light" }));
  await user.click(screen.getByRole("button", { name: /Lock when idle/ }));
  await user.click(await screen.findByRole("option", { name: "Never" }));
  expect(shell.of("set_theme")).toEqual([{ theme: "light" }]);
  expect(shell.of("set_lock_time")).toEqual([{ minutes: null }]);
});

it("keeps the history for as long as the user chooses", async () => {
  const { user } = renderPage(<Settings />);
  await user.click(await screen.findByRole("button", { name: /Keep history for/ }));
  expect(screen.getAllByRole("option").map((o) => o.textContent)).toEqual([
    "30 days",
    "90 days",
    "1 year",
    "2 years",
    "5 years",
    "Forever",
  ]);
  await user.click(screen.getByRole("option", { name: "Forever" }));
  await waitFor(() => expect(shell.of("set_history_time")).toEqual([{ days: null }]));
});

it("says that a retention time below the minimum was raised, and offers no such time", async () => {
  shell.state = {
    ...unlocked,
    settings: { ...unlocked.settings, keepHistoryDays: 30 },
    historyRaisedFrom: 7,
  };
  const { user } = renderPage(<Settings />);
  expect(await screen.findByText(/The settings file says 7 days/)).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: /Keep history for/ }));
  expect(screen.getAllByRole("option")[0]).toHaveTextContent("30 days");
});

it("asks before a shorter retention time deletes anything, and offers to export first", async () => {
  shell.answers.history_beyond = () => 37;
  shell.answers.save_made = () => "/home/me/history.csv";
  const { user } = renderPage(<Settings />);
  const choose = async () => {
    await user.click(await screen.findByRole("button", { name: /Keep history for/ }));
    await user.click(await screen.findByRole("option", { name: "30 days" }));
    return screen.findByRole("alertdialog", { name: "Delete 37 changes from the history?" });
  };
  const dialog = await choose();
  expect(dialog).toHaveTextContent("They are older than 30 days");
  expect(dialog).toHaveTextContent("The history records that it was shortened.");
  await expectAccessible(dialog);
  await user.click(within(dialog).getByRole("button", { name: "Export first…" }));
  await waitFor(() =>
    expect(shell.of("save_made")).toMatchObject([{ what: { kind: "history", format: "csv" } }]),
  );
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
  expect(shell.of("set_history_time")).toEqual([]);
  await choose();
  await user.click(screen.getByRole("button", { name: "Delete 37 changes" }));
  await waitFor(() => expect(shell.of("set_history_time")).toEqual([{ days: 30 }]));
  expect(shell.of("history_beyond")).toEqual([{ days: 30 }, { days: 30 }]);
});

it("shortens the retention time right away when nothing is that old", async () => {
  const { user } = renderPage(<Settings />);
  await user.click(await screen.findByRole("button", { name: /Keep history for/ }));
  await user.click(await screen.findByRole("option", { name: "90 days" }));
  await waitFor(() => expect(shell.of("set_history_time")).toEqual([{ days: 90 }]));
});

it("shows why a proxy could not be saved, and keeps what was entered", async () => {
  shell.answers.set_proxy = () =>
    refuse({ code: "declined", message: "Nothing was changed: you didn't confirm it." });
  const { user } = renderPage(<Settings />);
  await user.click(await screen.findByRole("radio", { name: "Custom" }));
  const save = () => screen.getByRole("button", { name: "Save proxy settings" });
  expect(save()).toHaveAttribute("aria-disabled", "true");
  await user.click(screen.getByLabelText("Proxy address"));
  await user.paste("http://proxy.example.com:3128");
  await user.click(save());
  expect(await screen.findByRole("alert")).toHaveTextContent("Nothing was changed");
  expect(screen.getByLabelText("Proxy address")).toHaveValue("http://proxy.example.com:3128");
  expect(shell.of("set_proxy")).toEqual([
    { proxy: { kind: "url", url: "http://proxy.example.com:3128" } },
  ]);
});

it("sets what is confirmed outside the page, and warns if nothing is", async () => {
  const { user, unmount } = renderPage(<Settings />);
  await user.click(await screen.findByRole("button", { name: /Without confirmation, change/ }));
  await user.click(await screen.findByRole("option", { name: "Up to 50 endpoints" }));
  await user.click(screen.getByRole("button", { name: /^(Confirm|.*Confirm$)/ }));
  await user.click(await screen.findByRole("option", { name: "Every change" }));
  await waitFor(() =>
    expect(shell.of("set_confirmations")).toEqual([
      { confirmations: "risky", unconfirmedEndpoints: 50 },
      { confirmations: "always", unconfirmedEndpoints: 10 },
    ]),
  );
  await expectAccessible();
  unmount();
  const settings = { ...unlocked.settings, confirmations: "never" as const };
  shell.state = { ...unlocked, settings };
  renderPage(<Settings />);
  expect(await screen.findByText("Nothing is confirmed outside this page")).toBeVisible();
});

it("lets the shell choose a certificate file, and removes the certificates", async () => {
  shell.answers.choose_certificates = async () => {
    const certificates = { file: "company.pem", count: 2 };
    await shell.become({ ...unlocked, settings: { ...unlocked.settings, certificates } });
    return true;
  };
  const { user } = renderPage(<Settings />);
  const group = await screen.findByRole("group", { name: "Extra CA certificates" });
  expect(group).toHaveTextContent("None");
  await user.click(within(group).getByRole("button", { name: "Choose file…" }));
  expect(await within(group).findByText("company.pem")).toBeVisible();
  expect(group).toHaveTextContent("(2 certificates)");
  await expectAccessible();
  await user.click(within(group).getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(shell.of("remove_certificates")).toEqual([{}]));
});

it("asks the user to choose certificates again that an earlier version read by path", async () => {
  shell.state = { ...unlocked, settings: { ...unlocked.settings, caFile: "/etc/company.pem" } };
  renderPage(<Settings />);
  const group = await screen.findByRole("group", { name: "Extra CA certificates" });
  expect(group).toHaveTextContent("Choose your CA certificates again");
  expect(group).toHaveTextContent("/etc/company.pem");
  expect(within(group).getByRole("button", { name: "Remove" })).toBeVisible();
});
