import "@testing-library/jest-dom/vitest";
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Views } from "../ipc";
import { renderApp } from "../test/app";
import { unlocked } from "../test/builders";
import { type FakeShell, fakeShell } from "../test/fakeShell";
import { demo } from "../test/fixtures";
import { expectAccessible } from "../test/page";

vi.setConfig({ testTimeout: 40_000 });
let shell: FakeShell;

beforeEach(() => {
  shell = fakeShell(structuredClone(unlocked), demo());
});

const row = (name: string) => screen.findByRole("row", { name });
const columns = () => screen.getAllByRole("columnheader").map((head) => head.textContent);
const saved = () => shell.of("set_views").at(-1)?.views as Views | undefined;

describe("columns", () => {
  it("are chosen and moved, and kept", async () => {
    const { user } = renderApp();
    await row("orders us-west-2");
    await user.click(screen.getByRole("button", { name: "Columns of Endpoints" }));
    await user.click(await screen.findByRole("checkbox", { name: "Zones" }));
    await user.click(screen.getByRole("button", { name: "Move Host left" }));
    await expectAccessible(screen.getByRole("dialog", { name: "Columns" }));
    await user.keyboard("{Escape}");
    expect(columns()).not.toContain("Zones");
    expect(columns().indexOf("Host")).toBeLessThan(columns().indexOf("Service name"));
    await waitFor(() => expect(saved()?.tables?.endpoints?.shown).toEqual({ zones: false }));
    expect(saved()?.tables?.endpoints?.order?.slice(0, 2)).toEqual(["state", "host"]);
  });

  it("have a menu of their own, and can be reset", async () => {
    shell.answers.views = () => ({ tables: { clusters: { shown: { version: false } } } });
    const { user } = renderApp("/clusters");
    const head = await screen.findByRole("button", { name: "State" });
    const before = columns().length;
    head.focus();
    await user.keyboard("{Shift>}{F10}{/Shift}");
    await user.click(await screen.findByRole("menuitem", { name: "Hide State" }));
    await waitFor(() => expect(columns()).toHaveLength(before - 1));
    await user.click(screen.getByRole("button", { name: "Columns of Clusters" }));
    await user.click(await screen.findByRole("button", { name: "Reset columns" }));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(columns().length).toBeGreaterThanOrEqual(before));
  });
});

describe("filters", () => {
  it("are kept while another page is shown", async () => {
    const { user, address } = renderApp("/endpoints?q=orders");
    await row("orders us-west-2");
    await user.click(screen.getByRole("link", { name: /^VPCs/ }));
    await screen.findByRole("heading", { name: "VPCs" });
    await user.click(screen.getByRole("link", { name: /^Endpoints/ }));
    await row("orders us-west-2");
    expect(address()).toBe("/endpoints?q=orders");
    await waitFor(() => expect(saved()?.pages?.["/endpoints"]).toBe("?q=orders"));
    expect(shell.of("set_views").at(-1)?.profile).toBe(unlocked.active?.profileId);
  });

  it("are shown again at the start, with the last page", async () => {
    shell.answers.views = () => ({ lastPage: "/vpcs", pages: { "/vpcs": "?q=edge" } });
    const { address } = renderApp("/");
    await screen.findByRole("heading", { name: "VPCs" });
    await waitFor(() => expect(address()).toBe("/vpcs?q=edge"));
  });

  it("of a page that no longer exists are ignored", async () => {
    shell.answers.views = () => ({ lastPage: "/gone" });
    const { address } = renderApp("/");
    await row("orders us-west-2");
    expect(address()).toBe("/endpoints");
  });

  it("get a name, which the palette finds", async () => {
    const { user, address } = renderApp("/endpoints?q=orders");
    await row("orders us-west-2");
    await user.click(screen.getByRole("button", { name: "Views" }));
    await user.click(await screen.findByRole("menuitem", { name: "Save view…" }));
    const dialog = await screen.findByRole("dialog", { name: "Save view" });
    expect(within(dialog).getByRole("textbox", { name: "Name" })).toHaveFocus();
    await user.keyboard("prod AWS, failing{Enter}");
    await screen.findByRole("button", { name: "prod AWS, failing" });
    await user.click(screen.getByRole("button", { name: "Clear" }));
    await waitFor(() => expect(address()).toBe("/endpoints"));
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Find anything" }), "failing");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(address()).toBe("/endpoints?q=orders"));
    await waitFor(() =>
      expect(saved()?.named).toEqual([
        { name: "prod AWS, failing", page: "/endpoints", query: "?q=orders" },
      ]),
    );
  });
});
