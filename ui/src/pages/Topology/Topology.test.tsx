import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Endpoint } from "../../ipc";
import { northwindAccess } from "../../test/access";
import { renderApp } from "../../test/app";
import { cluster, inventory, region, unlocked, vpc } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible } from "../../test/page";
import { graphOf } from "./graph";
import { layoutOf, nodeHeight, nodeWidth } from "./layout";

vi.setConfig({ testTimeout: 30_000 });
let shell: FakeShell;

beforeEach(() => {
  shell = fakeShell(unlocked, inventory());
  shell.answers.access = () => shell.snapshot && northwindAccess(shell.snapshot);
});

const find = (name: string) => {
  const found = shell.snapshot?.clusters.find((c) => c.name === name);
  if (!found) throw new Error(`there is no cluster ${name}`);
  return found;
};
const prod = () => {
  const found = shell.snapshot?.vpcs.find((v) => v.name === "prod-aws");
  if (!found) throw new Error("there is no VPC prod-aws");
  return found;
};
const connect = (endpoint: Endpoint | undefined, ids: string[]) => {
  if (endpoint?.kind !== "present" || endpoint.details.kind !== "known")
    throw new Error("there is no endpoint");
  endpoint.details.connections = ids;
};
const picture = (name: string) => screen.findByRole("group", { name: `Topology of ${name}` });
const nodes = (of: HTMLElement) => within(of).getAllByRole("link");
const node = (of: HTMLElement, name: RegExp) => within(of).getByRole("link", { name });

describe("the picture", () => {
  it("goes from a cluster's VPC to the connections", async () => {
    connect(find("orders").regions[0]?.endpoint, ["vpce-0a1", "vpce-0b2"]);
    renderApp(`/topology?cluster=${find("orders").id}`);
    const drawn = await picture("orders");
    await within(drawn).findByRole("link", { name: /^Principal Payments/ });
    expect(nodes(drawn).map((n) => n.getAttribute("aria-label")?.split(",")[0])).toEqual([
      "VPC prod-aws",
      "Cluster orders",
      "Region us-west-2",
      "Private endpoint vpce-svc-0a41c7be92d6f3158",
      "Principal Payments",
      "Principal arn:aws:iam::730155824960:role/batch",
      "Connection vpce-0a1",
      "Connection vpce-0b2",
      "Region us-east-1",
      "Private endpoint vpce-svc-0a41c7be92d6f3158",
      "Region eu-west-1",
      "Private endpoint vpce-svc-0a41c7be92d6f3158",
    ]);
    expect(node(drawn, /^Cluster orders/)).toHaveAccessibleName(
      "Cluster orders, Active, of prod-aws, leads to us-west-2, us-east-1, eu-west-1",
    );
    expect(
      screen.getByText("1 cluster · 3 regions · 3 endpoints · 2 principals · 2 connections"),
    ).toBeVisible();
    await expectAccessible();
  });

  it("goes from a VPC to everything in it", async () => {
    renderApp(`/topology?vpc=${prod().id}`);
    const drawn = await picture("prod-aws");
    const clusters = nodes(drawn).filter((n) =>
      n.getAttribute("aria-label")?.startsWith("Cluster"),
    );
    expect(clusters).toHaveLength(4);
    expect(node(drawn, /^Cluster archive, Paused/)).toBeInTheDocument();
    // One principal is one node, whatever it reaches.
    await within(drawn).findByRole("link", { name: /^Principal Payments/ });
    await expectAccessible();
  });

  it("shows a region without an endpoint, a wildcard and a missing VPC", async () => {
    const first = renderApp(`/topology?cluster=${find("sessions").id}`);
    expect(node(await picture("sessions"), /^Principal \* anyone, Every account/)).toBeVisible();
    first.unmount();
    const bare = find("sandbox-of-the-developer-relations-team-in-europe");
    renderApp(`/topology?cluster=${bare.id}`);
    const drawn = await picture(bare.name);
    expect(node(drawn, /^VPC No VPC, No endpoint possible/)).toBeInTheDocument();
    expect(node(drawn, /^Region us-west-2, 3 nodes · no endpoint/)).toBeInTheDocument();
  });

  it("can be zoomed", async () => {
    const { user } = renderApp(`/topology?cluster=${find("orders").id}`);
    await picture("orders");
    const toolbar = screen.getByRole("toolbar", { name: "Zoom" });
    const scale = () => Number.parseInt(within(toolbar).getByRole("status").textContent ?? "", 10);
    const before = scale();
    await user.click(within(toolbar).getByRole("button", { name: "Zoom in" }));
    expect(scale()).toBeGreaterThan(before);
    await user.click(within(toolbar).getByRole("button", { name: "Zoom out" }));
    await user.click(within(toolbar).getByRole("button", { name: "Fit to window" }));
    expect(scale()).toBe(before);
  });
});

describe("the keyboard", () => {
  it("follows the lines and opens nodes", async () => {
    const { user, address } = renderApp(`/topology?cluster=${find("orders").id}`);
    const drawn = await picture("orders");
    await within(drawn).findByRole("link", { name: /^Principal Payments/ });
    const first = node(drawn, /^VPC prod-aws/);
    // One stop for the Tab key; the arrows do the rest.
    expect(nodes(drawn).filter((n) => n.tabIndex === 0)).toEqual([first]);
    act(() => first.focus());
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(document.activeElement).toHaveAccessibleName(/^Region/);
    const region = document.activeElement;
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(document.activeElement).toHaveAccessibleName(/^Principal Payments/);
    expect(document.activeElement).toHaveAttribute("tabindex", "0");
    // Back the way one came, whatever else leads there.
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(document.activeElement).toBe(region);
    await user.keyboard("{Home}");
    expect(first).toHaveFocus();
    await user.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{Enter}");
    await waitFor(() => expect(address()).toMatch(/^\/endpoints\?region=.*tab=overview/));
  });

  it("moves up and down within a column, and stops at its end", async () => {
    const { user } = renderApp(`/topology?cluster=${find("orders").id}`);
    const drawn = await picture("orders");
    const regions = nodes(drawn).filter((n) => n.getAttribute("aria-label")?.startsWith("Region"));
    act(() => regions[0]?.focus());
    for (let i = 0; i < 3; i++) await user.keyboard("{ArrowUp}");
    const top = document.activeElement;
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(document.activeElement).not.toBe(top);
    const bottom = document.activeElement;
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(bottom);
  });
});

describe("navigation", () => {
  it("reaches the topology from a cluster and from a VPC", async () => {
    const { user, address } = renderApp("/clusters");
    await user.click(await screen.findByRole("button", { name: "Topology of orders" }));
    await picture("orders");
    // A VPC leads to the picture of all that lives in it.
    await user.click(node(await picture("orders"), /^VPC prod-aws/));
    await picture("prod-aws");
    expect(address()).toBe(`/topology?vpc=${prod().id}`);
    await user.click(node(await picture("prod-aws"), /^Principal Payments/));
    await waitFor(() => expect(address()).toMatch(/^\/access\?q=/));
  });

  it("lets the user choose what to draw", async () => {
    const { user } = renderApp("/topology");
    expect(await screen.findByText("Choose a cluster or VPC")).toBeVisible();
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: /Cluster or VPC/ }));
    await user.click(await screen.findByRole("option", { name: /^ledger/ }));
    await picture("ledger");
  });

  it("says that a cluster no longer exists, or that there is nothing to draw", async () => {
    const first = renderApp("/topology?cluster=gone");
    expect(await screen.findByText("It no longer exists")).toBeVisible();
    first.unmount();
    shell.snapshot = { ...inventory(), clusters: [], vpcs: [] };
    renderApp("/topology");
    expect(await screen.findByText("Nothing to draw")).toBeVisible();
  });

  it("shows placeholder rows while loading, and what went wrong", async () => {
    shell.snapshot = {
      ...inventory(),
      clusters: [],
      phase: { kind: "loading", listsComplete: false, detailsDone: 0, detailsTotal: 0 },
    };
    const first = renderApp("/topology");
    expect(await screen.findByRole("status", { name: "Loading…" })).toBeVisible();
    first.unmount();
    shell.answers.snapshot = () => refuse({ message: "It went wrong." });
    renderApp("/topology");
    expect(await screen.findByRole("alert")).toHaveTextContent("It went wrong.");
    await expectAccessible();
  });
});

describe("saving", () => {
  it("writes a self-contained SVG: no variables, no roles, everything in it", async () => {
    document.documentElement.style.setProperty("--panel", "#14171b");
    shell.answers.save_shown = () => "/home/me/topology-orders.svg";
    const { user } = renderApp(`/topology?cluster=${find("orders").id}`);
    await picture("orders");
    await user.click(screen.getByRole("button", { name: "Save picture" }));
    await user.click(await screen.findByRole("menuitem", { name: "SVG" }));
    expect(await screen.findByText("/home/me/topology-orders.svg")).toBeVisible();
    const saved = shell.of("save_shown")[0];
    expect(saved?.what).toBe("topology-svg");
    const text = String(saved?.text);
    const svg = new DOMParser().parseFromString(text, "image/svg+xml");
    expect(svg.querySelector("parsererror")?.textContent ?? "").toBe("");
    expect(svg.documentElement.getAttribute("viewBox")).toMatch(/^0 0 \d+ \d+/);
    expect(text).not.toMatch(/var\(|role="link"|tabindex|class=/);
    expect(text).toContain("#14171b");
    expect(svg.documentElement.textContent).toContain("Payments");
  });

  it("says that a PNG couldn't be drawn", async () => {
    // jsdom draws no pictures, as a system without memory for one doesn't.
    Image.prototype.decode = () => Promise.reject(new Error("The picture can't be decoded."));
    const { user } = renderApp(`/topology?cluster=${find("orders").id}`);
    await picture("orders");
    await user.click(screen.getByRole("button", { name: "Save picture" }));
    await user.click(await screen.findByRole("menuitem", { name: "PNG" }));
    expect(await screen.findByText("Couldn't save the picture")).toBeVisible();
    // The press is used before the picture is drawn.
    expect(shell.of("draw_picture")).toHaveLength(1);
    expect(shell.of("save_picture")).toEqual([]);
  });
});

describe("the layout", () => {
  const big = (clusters: number) => {
    const home = vpc("big");
    const made = Array.from({ length: clusters }, (_, i) =>
      cluster(`c${i}`, home, [
        region("us-west-2", home, [`arn:aws:iam::${300000000000 + i}:root`, "*"]),
        region("us-east-1", home, [`arn:aws:iam::${300000000000 + i}:root`]),
      ]),
    );
    return { snapshot: { ...inventory(), vpcs: [home], clusters: made }, home };
  };

  it("keeps nodes apart, and lines clear of the nodes that they pass", () => {
    const { snapshot, home } = big(12);
    for (const one of snapshot.clusters) connect(one.regions[0]?.endpoint, [`vpce-${one.name}`]);
    const graph = graphOf({ vpc: home.id }, snapshot, undefined);
    if (!graph) throw new Error("there is a picture");
    const { nodes: placed } = layoutOf(graph);
    for (const a of placed) {
      for (const b of placed) {
        if (a.id === b.id || a.x !== b.x) continue;
        expect(Math.abs(a.y - b.y)).toBeGreaterThanOrEqual(nodeHeight);
      }
      expect(a.x % 1).toBe(0);
    }
    const { lines } = layoutOf(graph);
    for (const line of lines.filter((l) => l.to.startsWith("connection"))) {
      // Through the principals' column it goes level, at a height where none of them stands.
      const y = Number(/ (-?[\d.]+) H/.exec(line.path)?.[1]);
      const people = placed.filter((n) => n.column === 4);
      expect(people.every((n) => y < n.y || y > n.y + nodeHeight)).toBe(true);
    }
    expect(Math.max(...placed.map((n) => n.x))).toBe(5 * (nodeWidth + 76));
  });

  it("counts what would be too much to read: first principals and connections, then regions", () => {
    const some = big(30);
    for (const one of some.snapshot.clusters)
      connect(
        one.regions[0]?.endpoint,
        [1, 2, 3, 4, 5, 6].map((n) => `vpce-${one.name}-${n}`),
      );
    const counted = graphOf({ vpc: some.home.id }, some.snapshot, undefined);
    expect(counted?.detail).toBe("principals counted");
    expect(counted?.nodes.filter((n) => n.column === 4).map((n) => n.title)).toContain(
      "2 principals",
    );
    const many = big(500);
    const graph = graphOf({ vpc: many.home.id }, many.snapshot, undefined);
    expect(graph?.detail).toBe("regions counted");
    // The VPC, and two for each cluster, however many regions it has.
    expect(graph?.nodes).toHaveLength(1001);
    expect(graph?.nodes.filter((n) => n.column === 2)[0]).toMatchObject({ title: "2 regions" });
  });
});
