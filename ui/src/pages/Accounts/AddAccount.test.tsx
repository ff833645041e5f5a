import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { nobody, noKeyring, northwind, tried } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible, renderPage } from "../../test/page";
import { Welcome } from "../Welcome/Welcome";

const usual = "https://cloud.yugabyte.com";
let shell: FakeShell;
vi.setConfig({ testTimeout: 20_000 });

beforeEach(() => {
  shell = fakeShell(nobody);
  shell.answers.try_key = () => tried;
});

async function openForm() {
  const page = renderPage(<Welcome />);
  await page.user.click(await screen.findByRole("button", { name: "Add an account" }));
  const enter = () => page.user.click(screen.getByRole("button", { name: "Enter API key…" }));
  return { ...page, enter };
}

describe("adding an account", () => {
  it("tests the key, shows its account, and adds it", async () => {
    const { user, enter } = await openForm();
    await enter();

    const whose = await screen.findByRole("region", { name: "The key's account" });
    expect(within(whose).getByText("Northwind Traders")).toBeVisible();
    expect(within(whose).getByText(/Admin/)).toBeVisible();
    expect(within(whose).getByText(/^Key expires .+ \(41 days\)$/)).toBeVisible();
    expect(shell.of("ask_for_key")).toEqual([{ host: usual, account: null }]);
    expect(shell.of("try_key")).toEqual([{ host: usual, source: "untried" }]);

    const name = screen.getByLabelText("Name in Postern");
    expect(name).toHaveValue("Northwind Traders");
    await user.clear(name);
    await user.type(name, "Northwind");
    await user.click(screen.getByRole("button", { name: "Add account" }));
    await waitFor(() =>
      expect(shell.of("add_accounts")).toEqual([
        {
          draft: "draft-1",
          accounts: [{ name: "Northwind", projectId: northwind.projectId }],
          store: "keyring",
        },
      ]),
    );
    expect(shell.of("drop_draft")).toEqual([]);
  });

  it("has no field for a key: it waits for the other window, then for the service", async () => {
    let entered = () => {};
    let answer = () => {};
    shell.answers.ask_for_key = () => new Promise((resolve) => (entered = () => resolve(null)));
    shell.answers.try_key = () =>
      new Promise((_, reject) => {
        answer = () => reject({ code: "offline", message: "No answer.", hint: "" });
      });
    const { enter } = await openForm();
    await enter();
    expect(await screen.findByRole("button", { name: "Waiting for the key…" })).toBeVisible();
    expect(screen.getByText(/Enter the key in the window “API key”/)).toBeVisible();
    expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
    await expectAccessible();
    entered();
    expect(await screen.findByRole("button", { name: "Testing the key…" })).toBeVisible();
    answer();
    expect(await screen.findByText("No answer.")).toBeVisible();
  });

  it("tests nothing when the other window is closed without a key", async () => {
    shell.answers.ask_for_key = () => refuse({ code: "declined", message: "No key was entered." });
    const { enter } = await openForm();
    await enter();
    await waitFor(() => expect(shell.of("close_key_window")).toHaveLength(1));
    expect(screen.getByRole("button", { name: "Enter API key…" })).toBeVisible();
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(shell.of("try_key")).toEqual([]);
  });

  it("closes the other window when the user cancels here", async () => {
    shell.answers.ask_for_key = () => new Promise(() => {});
    const { user, enter } = await openForm();
    await enter();
    await screen.findByRole("button", { name: "Waiting for the key…" });
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(shell.of("close_key_window")).toEqual([{}]);
  });

  it("has the shell read the key from the clipboard", async () => {
    const { user } = await openForm();
    await user.click(screen.getByRole("button", { name: "Paste and clear clipboard" }));
    expect(await screen.findByText("Northwind Traders")).toBeVisible();
    expect(shell.of("try_key")).toEqual([{ host: usual, source: "clipboard" }]);
  });

  it.each([
    ["unauthorized", "The service refuses this key.", "Make a new one."],
    ["unauthorized", "This key expired on 3 March.", "Make a new one."],
    ["invalid", "This is not an API key: it has one part instead of three.", "Copy it again."],
    ["offline", "TLS failed: the certificate's issuer is not known.", "Choose a CA file."],
  ] as const)(
    "says why a key is refused (%s: %s) and keeps the address",
    async (code, message, hint) => {
      shell.answers.try_key = () => refuse({ code, message, hint });
      const { user, enter } = await openForm();
      await user.click(screen.getByRole("button", { name: "Change address" }));
      const address = screen.getByLabelText("Service address");
      await user.clear(address);
      await user.type(address, "https://aeon.example.com");
      await enter();

      const alert = await screen.findByRole("alert");
      expect(alert).toHaveTextContent(message);
      expect(alert).toHaveTextContent(hint);
      expect(address).toHaveValue("https://aeon.example.com");
      expect(shell.of("try_key")[0]?.host).toBe("https://aeon.example.com");
      if (code === "offline") {
        await user.click(screen.getByRole("button", { name: /Proxy and certificates/ }));
        expect(await screen.findByRole("dialog", { name: "Proxy and certificates" })).toBeVisible();
        await user.click(screen.getByRole("button", { name: "Choose file…" }));
        await waitFor(() => expect(shell.of("choose_certificates")).toEqual([{}]));
        expect(shell.of("try_key")).toHaveLength(1);
      }
    },
  );

  it("tries the same key at a corrected address without asking for it again", async () => {
    const until = new Date(Date.now() + 600_000).toISOString();
    shell.answers.try_key = async ({ host }) => {
      if (host === "https://cloud.yugabyte.com") return tried;
      await shell.become({ ...nobody, untriedKey: { until } });
      return refuse({ code: "offline", message: "There is no such host.", hint: "Check it." });
    };
    const { user, enter } = await openForm();
    await user.click(screen.getByRole("button", { name: "Change address" }));
    const address = screen.getByLabelText("Service address");
    await user.clear(address);
    await user.type(address, "https://cluod.yugabyte.com");
    await enter();
    expect(await screen.findByText(/The key is kept in memory until/)).toBeVisible();
    expect(screen.getByText("There is no such host.")).toBeVisible();
    await expectAccessible();

    await user.clear(address);
    await user.type(address, "https://cloud.yugabyte.com");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Northwind Traders")).toBeVisible();
    expect(shell.of("try_key")[1]).toEqual({
      host: usual,
      source: "untried",
    });
    expect(shell.of("ask_for_key")).toHaveLength(1);
    expect(shell.of("drop_untried_key")).toEqual([]);
  });

  it("forgets a key that was kept, and accepts another one", async () => {
    const until = new Date(Date.now() + 600_000).toISOString();
    shell.state = { ...nobody, untriedKey: { until } };
    const { user } = await openForm();
    expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Forget key" }));
    expect(shell.of("drop_untried_key")).toEqual([{}]);
    await user.click(screen.getByRole("button", { name: "Enter another key…" }));
    await screen.findByText("Northwind Traders");
    expect(shell.of("ask_for_key")).toHaveLength(1);
    expect(shell.of("try_key")[0]?.source).toBe("untried");
  });

  it("says that nothing was sent when the user declined", async () => {
    shell.answers.try_key = () =>
      refuse({ code: "declined", message: "The key was not sent: you didn't confirm it." });
    const { user } = await openForm();
    await user.click(screen.getByRole("button", { name: "Paste and clear clipboard" }));
    expect(await screen.findByText(/The key was not sent/)).toBeVisible();
  });

  it("still offers a keyring that doesn't answer at the moment", async () => {
    const code = "keyring-silent";
    const problem = { code, message: "The keyring is not ready.", hint: "Unlock it." } as const;
    shell.state = { ...nobody, keyring: { ...nobody.keyring, problem } };
    const { user, enter } = await openForm();
    await enter();
    const keyring = await screen.findByRole("radio", { name: /In Secret Service/ });
    expect(screen.getByRole("radio", { name: /For this session only/ })).toBeChecked();
    await user.click(keyring);
    await user.click(screen.getByRole("button", { name: "Add account" }));
    await waitFor(() => expect(shell.of("add_accounts")[0]?.store).toBe("keyring"));
  });

  it("offers only this session when there is no keyring, and says why", async () => {
    shell.state = { ...nobody, keyring: noKeyring };
    const { user, enter } = await openForm();
    await enter();

    const keyring = await screen.findByRole("radio", { name: /In Secret Service/ });
    expect(keyring).toBeDisabled();
    expect(keyring.closest("label")).toHaveTextContent(
      "No keyring answers on this machine. Install and start a Secret Service",
    );
    expect(screen.getByRole("radio", { name: /For this session only/ })).toBeChecked();
    await user.click(screen.getByRole("button", { name: "Add account" }));
    await waitFor(() => expect(shell.of("add_accounts")[0]?.store).toBe("session"));
  });

  it("offers this session when the keyring fails at the last moment", async () => {
    shell.answers.add_accounts = ({ store }) =>
      store === "keyring"
        ? refuse({
            code: "keyring-silent",
            message: "Secret Service did not answer within 5 seconds.",
            hint: "Unlock it.",
          })
        : northwind.id;
    const { user, enter } = await openForm();
    await enter();
    await user.click(await screen.findByRole("button", { name: "Add account" }));
    await user.click(await screen.findByRole("button", { name: "Keep for this session only" }));
    await user.click(screen.getByRole("button", { name: "Add account" }));
    await waitFor(() => expect(shell.of("add_accounts").at(-1)?.store).toBe("session"));
    expect(shell.of("drop_draft")).toEqual([]);
  });

  it("adds an account for each chosen project of the key, and warns of a key that expires soon", async () => {
    shell.answers.try_key = () => ({
      ...tried,
      keyExpires: new Date(Date.now() + 5.5 * 86_400_000).toISOString(),
      projects: [...tried.projects, { id: "p-2", name: "staging" }, { id: "p-3", name: "old" }],
    });
    const { user, enter } = await openForm();
    await enter();
    expect(await screen.findByText(/^Key expires .+ \(5 days\)$/)).toHaveClass("text-warn");
    const projects = within(screen.getByRole("group", { name: "Projects" }));
    for (const box of projects.getAllByRole("checkbox")) expect(box).toBeChecked();
    await user.click(projects.getByRole("checkbox", { name: "old" }));
    const [first, second] = ["Northwind Traders · default", "Northwind Traders · staging"];
    expect(screen.getByText(`2 accounts with this key: ${first}, ${second}.`)).toBeVisible();
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Add 2 accounts" }));
    await waitFor(() =>
      expect(shell.of("add_accounts")[0]?.accounts).toEqual([
        { name: first, projectId: northwind.projectId },
        { name: second, projectId: "p-2" },
      ]),
    );
  });

  it("needs at least one of the key's projects", async () => {
    shell.answers.try_key = () => ({
      ...tried,
      projects: [...tried.projects, { id: "p-2", name: "staging" }],
    });
    const { user, enter } = await openForm();
    await enter();
    await user.click(await screen.findByRole("checkbox", { name: "default" }));
    expect(screen.getByLabelText("Name in Postern")).toHaveValue("Northwind Traders");
    await user.click(screen.getByRole("checkbox", { name: "staging" }));
    await user.click(screen.getByRole("button", { name: "Add account" }));
    expect(shell.of("add_accounts")).toEqual([]);
  });

  it("says that a key is read-only before it is added", async () => {
    shell.answers.try_key = () => ({
      ...tried,
      role: "Viewer",
      mayEdit: "This key is read-only (role Viewer).",
    });
    const { enter } = await openForm();
    await enter();
    expect(await screen.findByText("This key is read-only (role Viewer).")).toBeVisible();
    expect(screen.getByText(/You can see and copy everything/)).toBeVisible();
  });

  it("has the shell drop a key that the user doesn't add", async () => {
    const { user, enter } = await openForm();
    await enter();
    await user.click(await screen.findByRole("button", { name: "Use another key" }));
    expect(shell.of("drop_draft")).toEqual([{ draft: "draft-1" }]);
    expect(screen.getByRole("button", { name: "Enter API key…" })).toBeVisible();
  });

  it("is accessible at each step", async () => {
    const page = renderPage(<Welcome />);
    await screen.findByRole("heading", { level: 1 });
    await expectAccessible();
    await page.user.click(screen.getByRole("button", { name: "Add an account" }));
    await expectAccessible();
    await page.user.click(screen.getByRole("button", { name: "Enter API key…" }));
    await screen.findByLabelText("Name in Postern");
    await expectAccessible();
  });
});

describe("the welcome screen", () => {
  it("says why the demo could not be opened", async () => {
    shell.answers.open_demo = () =>
      refuse({ message: "The demo could not start.", hint: "Try again." });
    const { user } = renderPage(<Welcome />);
    await user.click(await screen.findByRole("button", { name: "Explore the demo" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The demo could not start.");
  });

  it("says that a damaged settings file was set aside", async () => {
    const problem = { code: "other" as const, message: "settings.json can't be read.", hint: "" };
    shell.state = { ...nobody, fileProblems: [problem] };
    renderPage(<Welcome />);
    expect(await screen.findByText("settings.json can't be read.")).toBeVisible();
    await expectAccessible();
  });

  it("offers the accounts that were added", async () => {
    shell.state = { ...nobody, profiles: [northwind] };
    const { user } = renderPage(<Welcome />);
    await user.click(await screen.findByRole("button", { name: "Switch to Northwind" }));
    expect(shell.of("switch_account")).toEqual([{ profile: northwind.id }]);
  });
});
