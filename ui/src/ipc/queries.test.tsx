import { QueryClient } from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { App } from "../app/App";
import { makeRouter } from "../app/router";
import { renderApp } from "../test/app";
import { inventory, unlocked } from "../test/builders";
import { fakeShell } from "../test/fakeShell";
import "../test/page";
import { askEarly } from "./early";
import { begin, events, type Snapshot } from "./index";

vi.setConfig({ testTimeout: 20_000 });

it("asks one time after the other while news come faster than answers, and shows each answer", async () => {
  const shell = fakeShell(unlocked, inventory());
  renderApp("/clusters");
  await screen.findByRole("row", { name: /^orders/ });
  const answers: ((snapshot: Snapshot) => void)[] = [];
  shell.answers.snapshot = () => new Promise((resolve) => answers.push(resolve));
  const tell = (version: number) => act(() => events.snapshotChanged.emit({ version }));
  const renamed = (version: number, name: string): Snapshot => {
    const was = inventory();
    return {
      ...was,
      version,
      clusters: was.clusters.map((c) => (c.name === "orders" ? { ...c, name } : c)),
    };
  };

  await tell(10);
  await waitFor(() => expect(answers).toHaveLength(1));
  await tell(11);
  await tell(12);
  expect(answers).toHaveLength(1);
  act(() => answers[0]?.(renamed(10, "first")));
  expect(await screen.findByRole("row", { name: /^first/ })).toBeVisible();
  await waitFor(() => expect(answers).toHaveLength(2));
  act(() => answers[1]?.(renamed(12, "second")));
  expect(await screen.findByRole("row", { name: /^second/ })).toBeVisible();
  expect(answers).toHaveLength(2);
});

it("asks again for news that arrives while the first answer is on its way", async () => {
  const shell = fakeShell(unlocked, inventory());
  const answers: ((snapshot: Snapshot) => void)[] = [];
  shell.answers.snapshot = () => new Promise((resolve) => answers.push(resolve));
  renderApp("/clusters");
  await waitFor(() => expect(answers).toHaveLength(1));
  await act(() => events.snapshotChanged.emit({ version: 2 }));
  act(() => answers[0]?.({ ...inventory(), clusters: [] }));
  await waitFor(() => expect(answers).toHaveLength(2));
  act(() => answers[1]?.(inventory()));
  expect(await screen.findByRole("row", { name: /^orders/ })).toBeVisible();
  expect(answers).toHaveLength(2);
});

it("has what the first screen shows asked for before anything is drawn, each once", async () => {
  const shell = fakeShell(unlocked, inventory());
  const client = new QueryClient();
  shell.answers.owner_names = () => ({ "301122334455": "Shop" });
  await begin(client, askEarly(null));
  expect(shell.of("app_state")).toHaveLength(1);
  expect(shell.of("snapshot")).toHaveLength(1);
  // Those of the document may be older than the first news that is heard.
  expect(client.getQueryData(["names"])).toEqual({ "301122334455": "Shop" });
  render(<App client={client} router={makeRouter()} />);
  expect(await screen.findByRole("heading", { name: "Endpoints" })).toBeVisible();
  expect(shell.of("app_state")).toHaveLength(1);
  expect(shell.of("snapshot")).toHaveLength(1);
});

it("starts with news that arrives before anything is drawn", async () => {
  const shell = fakeShell(unlocked, inventory());
  const answers: ((snapshot: Snapshot) => void)[] = [];
  shell.answers.snapshot = () => new Promise((resolve) => answers.push(resolve));
  const client = new QueryClient();
  const invalidate = client.invalidateQueries.bind(client);
  const asking = vi.spyOn(client, "invalidateQueries").mockImplementation((filters) => {
    // A loop that waits for nothing would never give this test its turn again.
    if (asking.mock.calls.length > 100) throw new Error("it asks without end");
    return invalidate(filters);
  });
  const begun = begin(client, askEarly(null));
  await waitFor(() => expect(answers).toHaveLength(1));
  await events.snapshotChanged.emit({ version: 2 });
  await new Promise((later) => setTimeout(later));
  expect(asking.mock.calls.length).toBeLessThan(10);
  answers[0]?.({ ...inventory(), clusters: [] });
  await begun;
  render(<App client={client} router={makeRouter()} />);
  await waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.(inventory());
  await waitFor(() => expect(screen.getAllByRole("row", { name: /^orders/ })).not.toHaveLength(0));
});
