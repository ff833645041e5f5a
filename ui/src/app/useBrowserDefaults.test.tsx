import "@testing-library/jest-dom/vitest";
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { renderApp } from "../test/app";
import { unlocked } from "../test/builders";
import { type FakeShell, fakeShell } from "../test/fakeShell";
import { demo } from "../test/fixtures";

vi.setConfig({ testTimeout: 40_000 });
let shell: FakeShell;

beforeEach(() => {
  shell = fakeShell(structuredClone(unlocked), demo());
});

const row = (name: string) => screen.findByRole("row", { name });
const regionId = (cluster: string, region: string) => {
  const found = shell.snapshot?.clusters.find((one) => one.name === cluster);
  return found?.regions.find((one) => one.region === region)?.id;
};
const copied = () => shell.of("copy_text").map((asked) => asked.text);
const message = (name: RegExp) => screen.findByRole("alertdialog", { name });

/** Dispatches an event; true: the web view's default is not prevented. */
function send(to: Element, event: Event): boolean {
  return to.dispatchEvent(event);
}
const menu = () => new MouseEvent("contextmenu", { bubbles: true, cancelable: true });
const key = (init: KeyboardEventInit) =>
  new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });

describe("the web view's defaults", () => {
  it("show no menu with Reload, except for text fields' own menu", async () => {
    renderApp();
    expect(send(await row("orders us-west-2"), menu())).toBe(false);
    expect(send(document.body, menu())).toBe(false);
    expect(send(await screen.findByRole("checkbox", { name: "Select orders" }), menu())).toBe(
      false,
    );
    const field = screen.getByRole("searchbox", { name: "Search endpoints" });
    expect(send(field, menu())).toBe(true);
  });

  it("don't empty the clipboard when nothing is selected", async () => {
    renderApp("/changes");
    await screen.findByRole("heading", { name: "Changes" });
    for (const init of [
      { key: "c", ctrlKey: true },
      { key: "c", metaKey: true },
      { key: "x", ctrlKey: true },
      { key: "Insert", ctrlKey: true },
    ])
      expect(send(document.body, key(init))).toBe(false);
    getSelection()?.selectAllChildren(screen.getByRole("heading", { name: "Changes" }));
    expect(send(document.body, key({ key: "c", ctrlKey: true }))).toBe(true);
    getSelection()?.removeAllRanges();
    expect(copied()).toEqual([]);
  });
});

describe("Ctrl+C", () => {
  it("copies the focused row's service name, and says so", async () => {
    const { user } = renderApp("/endpoints?q=orders");
    const line = await row("orders us-west-2");
    line.focus();
    await user.keyboard("{Control>}c{/Control}");
    await message(/^Copied service name/);
    const id = regionId("orders", "us-west-2");
    expect(shell.of("copy_rows")).toEqual([
      { rows: { kind: "endpoints", ids: [id] }, format: "service-names" },
    ]);
  });

  it("says why there is nothing to copy", async () => {
    shell.answers.copy_rows = () => ({ count: 0, without: 1, first: [] });
    const { user } = renderApp("/endpoints?q=catalog");
    (await row("catalog us-west-2")).focus();
    await user.keyboard("{Meta>}c{/Meta}");
    expect(await message(/^Nothing to copy/)).toHaveTextContent(
      "The endpoint in catalog us-west-2 has no service name yet.",
    );
    expect(copied()).toEqual([]);
  });

  it("copies the name of the focused row's cluster or VPC", async () => {
    const { user } = renderApp("/clusters");
    (await screen.findByRole("button", { name: "Topology of orders" })).focus();
    await user.keyboard("{Control>}c{/Control}");
    await message(/^Copied cluster name/);
    await waitFor(() => expect(copied()).toEqual(["orders"]));
  });
});
