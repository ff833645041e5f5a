import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { cluster, inventory, region, unlocked, vpc } from "../../test/builders";
import { type FakeShell, fakeShell } from "../../test/fakeShell";
import { expectAccessible, renderPage } from "../../test/page";
import { Clusters } from "./Clusters";

vi.setConfig({ testTimeout: 20_000 });
let shell: FakeShell;

beforeEach(() => {
  shell = fakeShell(unlocked, inventory());
});

const row = (name: string) => screen.findByRole("row", { name: new RegExp(`^${name}`) });

it("shows where each cluster is, how it is, and what has a private endpoint", async () => {
  renderPage(<Clusters />);
  const orders = await row("orders");
  expect(orders).toHaveTextContent("prod-aws");
  expect(orders).toHaveTextContent("Active");
  expect(orders).toHaveTextContent("2024.2.3.1-b7");
  expect(await row("sessions")).toHaveTextContent("Edit cluster 62 %");
  expect(await row("archive")).toHaveTextContent("Paused");
  await expectAccessible();
});

it("says by keyboard what a cluster lacks, and what to do about it", async () => {
  const { user } = renderPage(<Clusters />);
  const sandbox = within(await row("sandbox-of-the"));
  const trigger = sandbox.getByRole("button", { name: "Sandbox +1" });
  act(() => trigger.focus());
  await user.keyboard("{Enter}");
  const card = await screen.findByRole("dialog", { name: /can't have a private endpoint/ });
  const lacks = within(card)
    .getAllByRole("listitem")
    .map((li) => li.textContent);
  expect(lacks).toEqual([
    "The cluster is a sandbox.Make a dedicated cluster in a VPC.",
    "The region us-west-2 isn't in a VPC.A cluster is put into a VPC when it is made; make a new one and move the data.",
  ]);
  await expectAccessible(card);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(trigger).toHaveFocus());
});

it("says why a cluster could not be read again", async () => {
  const { user } = renderPage(<Clusters />);
  await user.click(within(await row("reports")).getByRole("button", { name: "Not read again" }));
  expect(await screen.findByText("The cluster could not be read again.")).toBeVisible();
});

it("leads to a cluster's endpoints", async () => {
  const { user, address } = renderPage(<Clusters />);
  await user.click(
    await screen.findByRole("button", { name: /^3 of 3 ?regions of orders have an endpoint/ }),
  );
  await waitFor(() => expect(address()).toBe("/endpoints?q=orders"));
});

it("narrows by any words", async () => {
  const { user } = renderPage(<Clusters />);
  await user.click(await screen.findByRole("searchbox", { name: "Search clusters" }));
  await user.paste("prod-aws us-east-1");
  expect(screen.getAllByRole("rowheader").map((th) => th.firstChild?.textContent)).toEqual([
    "catalog",
    "orders",
  ]);
  expect(screen.getByText("2 of 8 clusters")).toBeVisible();
  await user.paste(" nonsense");
  await user.click(screen.getByRole("button", { name: "Show all clusters" }));
  expect(screen.getAllByRole("rowheader")).toHaveLength(8);
});

it("holds no more rows than fit where there are many", async () => {
  const big = vpc("big");
  const many = Array.from({ length: 500 }, (_, i) =>
    cluster(`c${String(i).padStart(3, "0")}`, big, [region("us-west-2", big)]),
  );
  shell.snapshot = { ...inventory(), clusters: many };
  renderPage(<Clusters />);
  const table = await screen.findByRole("grid", { name: "Clusters" });
  expect(table).toHaveAttribute("aria-rowcount", "501");
  expect(within(table).getAllByRole("row").length).toBeLessThan(120);
});

it("says why none could be read, rather than that there is none", async () => {
  const problem = { code: "offline", message: "The service can't be reached.", hint: "" } as const;
  shell.snapshot = { ...inventory(), clusters: [], phase: { kind: "failed", problem } };
  renderPage(<Clusters />);
  expect(await screen.findByText("The service can't be reached.")).toBeVisible();
  expect(screen.queryByText("No clusters in this project")).not.toBeInTheDocument();
});

it("says so where there is none, and shows rows to come while it reads", async () => {
  shell.snapshot = { ...inventory(), clusters: [] };
  const first = renderPage(<Clusters />);
  expect(await screen.findByText("No clusters in this project")).toBeVisible();
  first.unmount();
  shell.snapshot = {
    ...inventory(),
    clusters: [],
    phase: { kind: "loading", listsComplete: false, detailsDone: 0, detailsTotal: 0 },
  };
  renderPage(<Clusters />);
  expect(await screen.findByRole("status", { name: "Reading…" })).toBeVisible();
});
