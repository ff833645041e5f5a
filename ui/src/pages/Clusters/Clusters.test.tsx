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

it("shows location, state and private endpoints of each cluster", async () => {
  renderPage(<Clusters />);
  const orders = await row("orders");
  expect(orders).toHaveTextContent("prod-aws");
  expect(orders).toHaveTextContent("Active");
  expect(orders).toHaveTextContent("Paid · Production");
  expect(orders).toHaveTextContent("2024.2.3.1-b7");
  expect(await row("sessions")).toHaveTextContent("Edit cluster 62 %");
  expect(await row("archive")).toHaveTextContent("Paused");
  await expectAccessible();
});

it("explains with the keyboard which requirements are missing, and what to do", async () => {
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
    "A sandbox cluster can't have private service endpoints.Create a dedicated cluster in a VPC.",
    "Region us-west-2 is not in a VPC.A cluster can't be moved into a VPC: create a new one in a VPC and move the data.",
  ]);
  await expectAccessible(card);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(trigger).toHaveFocus());
});

it("says why a cluster couldn't be refreshed", async () => {
  const { user } = renderPage(<Clusters />);
  await user.click(within(await row("reports")).getByRole("button", { name: "Not refreshed" }));
  expect(await screen.findByText("The cluster could not be read again.")).toBeVisible();
});

it("opens a cluster's endpoints", async () => {
  const { user, address } = renderPage(<Clusters />);
  await user.click(
    await screen.findByRole("button", { name: /^3 of 3 ?regions of orders have an endpoint/ }),
  );
  await waitFor(() => expect(address()).toBe("/endpoints?q=orders"));
});

it("filters by words", async () => {
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

it("renders no more rows than fit", async () => {
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

it("says why clusters couldn't be loaded, rather than that there are none", async () => {
  const problem = { code: "offline", message: "The service can't be reached.", hint: "" } as const;
  shell.snapshot = { ...inventory(), clusters: [], phase: { kind: "failed", problem } };
  renderPage(<Clusters />);
  expect(await screen.findByText("The service can't be reached.")).toBeVisible();
  expect(screen.queryByText("No clusters in this project")).not.toBeInTheDocument();
});

it("says that there are no clusters, and shows placeholder rows while loading", async () => {
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
  expect(await screen.findByRole("status", { name: "Loading…" })).toBeVisible();
});
