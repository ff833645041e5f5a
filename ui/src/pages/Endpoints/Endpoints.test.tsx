import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { renderApp } from "../../test/app";
import { unlocked } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { demo, large } from "../../test/fixtures";
import { expectAccessible } from "../../test/page";

vi.setConfig({ testTimeout: 20_000 });
let shell: FakeShell;

beforeEach(() => {
  shell = fakeShell(structuredClone(unlocked), { ...demo(), readAt: new Date().toISOString() });
});

const row = (name: string) => screen.findByRole("row", { name });
const rowNames = () =>
  screen
    .getAllByRole("row")
    .map((r) => r.getAttribute("aria-label"))
    .filter((n) => n !== null);
const search = () => screen.findByRole("searchbox", { name: "Search endpoints" });

describe("the endpoints", () => {
  it("are grouped by cluster, with state, names, principals, zones and connections", async () => {
    renderApp();
    const ready = await row("checkout eu-central-1");
    expect(ready).toHaveTextContent("Ready");
    expect(ready).toHaveTextContent("vpce-svc-09f2d1a7c05be4471");
    expect(ready).toHaveTextContent("4129…5518 root");
    expect(await row("checkout")).toHaveTextContent("AWS · edge-emea · 4 regions");
    expect(await row("checkout eu-west-1")).toHaveTextContent(/Applying….*\+1 pending/);
    expect(await row("checkout eu-north-1")).toHaveTextContent("Not confirmed");
    expect(await row("sessions")).toHaveTextContent("Edit cluster 62 %");
    expect(screen.getByText("14 endpoints in 10 clusters")).toBeVisible();
    await expectAccessible();
  });

  it("say that details are missing when nothing is loading them", async () => {
    renderApp("/endpoints?q=checkout");
    expect(await row("checkout eu-south-1")).toHaveTextContent("Not loaded yet");
  });

  it("show why an endpoint couldn't be read", async () => {
    renderApp();
    expect(
      await row("invoices-and-dunning-for-the-whole-of-europe-blue us-gov-west-1"),
    ).toHaveTextContent("The service did not answer in time.");
  });

  it("are filtered while typing, by everything that is known", async () => {
    const { user, address } = renderApp();
    await row("orders");
    await user.type(await search(), "0c77e6f1");
    await waitFor(() => expect(rowNames()).toEqual(["checkout", "checkout eu-west-1"]));
    await waitFor(() => expect(address()).toContain("q=0c77e6f1"));
    await user.clear(await search());
    await user.type(await search(), "orders west");
    await waitFor(() =>
      expect(rowNames()).toEqual(["orders", "orders us-west-2", "orders eu-west-1"]),
    );
  });

  it("offer a way out of a search without matches", async () => {
    const { user } = renderApp("/endpoints?q=nowhere");
    await screen.findByRole("heading", { name: "No matching endpoints" });
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Clear search and filters" }));
    await row("orders us-west-2");
  });

  it("are filtered by facets with counts, which the address keeps", async () => {
    const { user, address } = renderApp();
    await row("orders");
    await user.click(screen.getByRole("button", { name: "Filter by State" }));
    const failed = await screen.findByRole("option", { name: /^Failed/ });
    expect(failed).toHaveTextContent("1");
    await user.click(failed);
    await user.keyboard("{Escape}");
    await waitFor(() =>
      expect(rowNames()).toEqual([
        "invoices-and-dunning-for-the-whole-of-europe-blue",
        "invoices-and-dunning-for-the-whole-of-europe-blue eu-west-3",
      ]),
    );
    expect(decodeURIComponent(address())).toContain('state=["Failed"]');
    expect(screen.getByText("1 endpoint in 1 cluster")).toBeVisible();
  });

  it("are filtered with the keyboard alone", async () => {
    const { user, address } = renderApp();
    await row("orders");
    // A long list has a search, from which the down arrow leads into it.
    screen.getByRole("button", { name: "Filter by State" }).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByLabelText("Find in state")).toHaveFocus());
    await user.keyboard("fail{ArrowDown}");
    await waitFor(() => expect(screen.getByRole("option", { name: /^Failed/ })).toHaveFocus());
    await user.keyboard(" {Escape}");
    expect(decodeURIComponent(address())).toContain('state=["Failed"]');
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Filter by State: Failed" })).toHaveFocus(),
    );
    screen.getByRole("button", { name: "Filter by Cloud" }).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.getAllByRole("option")[0]).toHaveFocus());
    await user.keyboard(" ");
    expect(screen.getAllByRole("option", { selected: true })).toHaveLength(1);
  });

  it("are filtered by findings, which are requested only then", async () => {
    const catalog = shell.snapshot?.clusters.find((c) => c.name === "catalog");
    const region = catalog?.regions[0]?.id ?? "";
    shell.answers.finding_places = () => [{ kind: "public-access", regions: [region] }];
    const { user, address } = renderApp();
    await row("orders");
    expect(shell.of("finding_places")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Filter by Finding" }));
    const option = await screen.findByRole("option", { name: /^Reachable from the internet/ });
    expect(option).toHaveTextContent("1");
    await user.click(option);
    await user.keyboard("{Escape}");
    await waitFor(() => expect(rowNames()).toHaveLength(2));
    expect(rowNames()[0]).toBe("catalog");
    expect(decodeURIComponent(address())).toContain('finding=["public-access"]');
    expect(
      screen.getByRole("button", { name: "Filter by Finding: Reachable from the internet" }),
    ).toBeVisible();
  });

  it("are sorted by a column in both directions, and not at all", async () => {
    const { user } = renderApp("/endpoints?q=checkout");
    await row("checkout");
    const links = screen.getByRole("button", { name: "Connections" });
    await user.click(links);
    expect(screen.getByRole("columnheader", { name: "Connections" })).toHaveAttribute(
      "aria-sort",
      "ascending",
    );
    await user.click(links);
    await waitFor(() => expect(rowNames()[1]).toBe("checkout eu-central-1"));
    expect(screen.getByRole("columnheader", { name: "Connections" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
    await user.click(links);
    expect(screen.getByRole("columnheader", { name: "Connections" })).not.toHaveAttribute(
      "aria-sort",
    );
  });

  it("copy a service name and confirm it", async () => {
    const { user } = renderApp("/endpoints?q=09f2d1a7c05be4471");
    const line = await row("checkout eu-central-1");
    await user.click(within(line).getByRole("button", { name: "Copy service name" }));
    expect(shell.of("copy_text")).toEqual([
      { text: "com.amazonaws.vpce.eu-central-1.vpce-svc-09f2d1a7c05be4471" },
    ]);
    expect(await within(line).findByRole("button", { name: "Copied service name" })).toBeVisible();
    await waitFor(() =>
      expect(document.getElementById("announcer")).toHaveTextContent("Copied service name"),
    );
    expect(screen.queryByRole("complementary")).not.toBeInTheDocument();
  });

  it("can be navigated, copied and opened with the keyboard", async () => {
    const { user, address } = renderApp("/endpoints?q=checkout");
    await row("checkout");
    await user.keyboard("/");
    expect(await search()).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    await waitFor(async () => expect(await row("checkout")).toHaveFocus());
    await user.keyboard("{ArrowDown}");
    await waitFor(async () => expect(await row("checkout eu-central-1")).toHaveFocus());
    await user.keyboard("c");
    await waitFor(() => expect(shell.of("copy_rows")).toHaveLength(1));
    await user.keyboard("{Enter}");
    expect(
      await screen.findByRole("complementary", { name: "checkout · eu-central-1" }),
    ).toBeVisible();
    expect(address()).toContain("region=");
    await waitFor(() => expect(screen.getByRole("tab", { name: "Overview" })).toHaveFocus());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("complementary")).not.toBeInTheDocument());
    await waitFor(async () => expect(await row("checkout eu-central-1")).toHaveFocus());
    await user.keyboard("{ArrowLeft}");
    await waitFor(async () => expect(await row("checkout")).toHaveFocus());
    await user.keyboard("{ArrowLeft}");
    expect(await row("checkout")).toHaveAttribute("aria-expanded", "false");
    expect(screen.queryByRole("row", { name: "checkout eu-central-1" })).not.toBeInTheDocument();
  });

  it("render only visible rows, and expose the total number", async () => {
    fakeShell(structuredClone(unlocked), large(500, 3));
    const { user } = renderApp();
    await row("service-0000 us-west-2");
    expect(screen.getByRole("treegrid", { name: "Endpoints" })).toHaveAttribute(
      "aria-rowcount",
      "2001",
    );
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    await user.type(await search(), "service-0499 eu");
    await waitFor(async () =>
      expect(await row("service-0499 eu-west-1")).toHaveAttribute("aria-rowindex", "3"),
    );
  });

  it("offer to create one only if the cluster can have one, otherwise say why not", async () => {
    const { user } = renderApp("/endpoints?q=telemetry");
    const gcp = await row("telemetry us-central1");
    expect(gcp).toHaveTextContent("Not on GCP");
    const create = within(gcp).getByRole("button", { name: "Create endpoint" });
    expect(create).toHaveAttribute("aria-disabled", "true");
    expect(create).toHaveAccessibleDescription(/^Clusters on Google Cloud/);
    await user.click(create);
    expect(screen.queryByRole("complementary")).not.toBeInTheDocument();
  });

  it("can't be changed with a read-only key", async () => {
    const reason = "The key's role (Viewer) may not change endpoints.";
    if (shell.state.active?.status.kind === "unlocked")
      shell.state.active.status.may.editEndpoints = reason;
    const { user } = renderApp("/endpoints?q=orders");
    await user.click(await row("orders us-west-2"));
    await user.click(await screen.findByRole("tab", { name: "Access" }));
    expect(await screen.findByText(reason, { exact: false })).toBeVisible();
    expect(screen.queryByRole("textbox", { name: "Who may connect" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Remove arn/ })).not.toBeInTheDocument();
  });

  it("are read again when one is opened", async () => {
    const { user } = renderApp("/endpoints?q=09f2d1a7c05be4471");
    const line = await row("checkout eu-central-1");
    await user.click(line);
    const id =
      new URLSearchParams(location.search).get("region") ?? shell.of("read_details")[0]?.regionId;
    await waitFor(() => expect(shell.of("read_details")).toEqual([{ regionId: id }]));
  });
});

describe("an account without endpoints", () => {
  it("shows placeholder rows while the lists load", async () => {
    const phase = {
      kind: "loading",
      listsComplete: false,
      detailsDone: 0,
      detailsTotal: 0,
    } as const;
    fakeShell(unlocked, { ...demo(), clusters: [], phase });
    renderApp();
    expect(await screen.findByRole("status", { name: "Loading clusters" })).toBeVisible();
    expect(
      await screen.findByRole("progressbar", { name: "Loading clusters and VPCs" }),
    ).toBeVisible();
  });

  it("says that the account has no clusters, and what to do", async () => {
    fakeShell(unlocked, { ...demo(), clusters: [], vpcs: [] });
    const { user } = renderApp();
    expect(await screen.findByRole("heading", { name: "No clusters yet" })).toBeVisible();
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Check again" }));
  });

  it("shows what went wrong, and tries again", async () => {
    shell.answers.snapshot = () =>
      refuse({ message: "The page asked for nonsense.", hint: "Start Postern again." });
    const { user } = renderApp();
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "The page asked for nonsense. Start Postern again.".replace(". S", ".S"),
    );
    delete shell.answers.snapshot;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await row("orders us-west-2");
  });
});

it("shows old data with its age when the service can't be reached", async () => {
  const problem = {
    code: "offline",
    message: "The service can't be reached.",
    hint: "Check the network.",
  } as const;
  shell = fakeShell(unlocked, {
    ...demo(),
    remembered: true,
    readAt: "2026-11-20T10:00:00Z",
    phase: { kind: "failed", problem },
  });
  const { user } = renderApp();
  expect(await screen.findByText(/^Offline · showing data from/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(shell.of("refresh")).toHaveLength(1);
  await row("orders us-west-2");
});

it("doesn't call a service offline that responds with an error", async () => {
  const problem = {
    code: "unavailable",
    message: "The service has a problem (500).",
    hint: "Try again later.",
  } as const;
  shell = fakeShell(unlocked, { ...demo(), phase: { kind: "failed", problem } });
  renderApp();
  expect(await screen.findByText(/^Service unavailable/)).toBeVisible();
});

it("marks the demo on every screen", async () => {
  const state = structuredClone(unlocked);
  if (state.active) state.active.demo = true;
  fakeShell(state, demo());
  for (const path of ["/endpoints", "/clusters", "/vpcs", "/settings"]) {
    const view = renderApp(path);
    expect(await screen.findByText("Demo account: nothing is real")).toBeVisible();
    view.unmount();
  }
});
