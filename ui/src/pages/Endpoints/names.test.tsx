import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { events, type KnownPrincipal } from "../../ipc";
import { renderApp } from "../../test/app";
import { unlocked } from "../../test/builders";
import { type FakeShell, fakeShell } from "../../test/fakeShell";
import { demo, judge, principal } from "../../test/fixtures";
import { expectAccessible } from "../../test/page";

vi.setConfig({ testTimeout: 20_000 });
let shell: FakeShell;

const batch = "arn:aws:iam::730155824960:role/batch";
const known = (text: string, name: string | null, endpoints: number): KnownPrincipal => ({
  principal: principal(text),
  name,
  group: null,
  endpoints,
});

beforeEach(() => {
  shell = fakeShell(structuredClone(unlocked), { ...demo(), readAt: new Date().toISOString() });
  shell.answers.owner_names = () => ({ "412907365518": "Payments", "730155824960": "Analytics" });
  shell.answers.parse_principals = (args) => judge(String(args.text));
});

const row = (name: string) => screen.findByRole("row", { name });
const rowNames = () =>
  screen
    .getAllByRole("row")
    .map((r) => r.getAttribute("aria-label"))
    .filter((n) => n !== null);

describe("names of accounts and subscriptions", () => {
  it("stand on the chips of the endpoints, and follow a change", async () => {
    renderApp();
    const ready = await row("checkout eu-central-1");
    await waitFor(() => expect(ready).toHaveTextContent("Payments"));
    expect(ready).not.toHaveTextContent("4129…5518");
    expect(within(ready).getByTitle("Payments: arn:aws:iam::412907365518:root")).toHaveTextContent(
      "Payments",
    );
    shell.answers.owner_names = () => ({ "412907365518": "Billing" });
    await events.stateChanged.emit();
    await waitFor(() => expect(ready).toHaveTextContent("Billing"));
  });

  it("find the endpoints that let their owners in", async () => {
    const { user } = renderApp();
    await row("orders");
    const field = await screen.findByRole("searchbox", { name: "Search endpoints" });
    await user.type(field, "analytics orders");
    await waitFor(() => expect(rowNames()).toContain("orders us-west-2"));
    expect(rowNames()).not.toContain("checkout");
  });

  it("stand beside the principals in the editor, which suggests by name", async () => {
    shell.answers.known_principals = () => [
      known(batch, "Analytics", 4),
      known("arn:aws:iam::998877665544:root", "Audit, external", 0),
    ];
    const region = shell.snapshot?.clusters
      .find((c) => c.name === "orders")
      ?.regions.find((r) => r.region === "us-west-2");
    const { user } = renderApp(`/endpoints?region=${region?.id}&tab=access`);
    const field = await screen.findByRole("textbox", { name: "Who may connect" });
    const list = screen.getByRole("list", { name: "Who may connect" });
    await waitFor(() => expect(list).toHaveTextContent(/412907365518:rootPayments/));

    // What is on the list isn't suggested.
    await user.type(field, "analytics");
    expect(screen.queryByRole("listbox")).toBeNull();
    await user.clear(field);
    await user.type(field, "audit");
    const option = await screen.findByRole("option", { name: /Audit, external/ });
    expect(option).toHaveTextContent("on no list");
    await expectAccessible();
    await user.keyboard("{ArrowDown}");
    expect(option).toHaveAttribute("aria-selected", "true");
    expect(field).toHaveAttribute("aria-activedescendant", option.id);
    await user.keyboard("{Enter}");
    expect(field).toHaveValue("");
    expect(list).toHaveTextContent("arn:aws:iam::998877665544:root");
    // Nothing was parsed: it was picked.
    expect(shell.of("parse_principals")).toEqual([]);

    // An account's number finds it as well, and so does a click.
    await user.click(screen.getByRole("button", { name: /Remove arn:aws:iam::998877665544/ }));
    await user.type(field, "9988 7766");
    await user.click(await screen.findByRole("option", { name: /Audit, external/ }));
    expect(list).toHaveTextContent("arn:aws:iam::998877665544:root");
    expect(field).toHaveFocus();
  });
});
