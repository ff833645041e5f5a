import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { type FirstScreen, openAccount } from "../ipc";
import { renderApp } from "../test/app";
import { inventory, unlocked } from "../test/builders";
import { asList, fakeShell } from "../test/fakeShell";
import { demo } from "../test/fixtures";
import "../test/page";
import { showsEndpoints, takeFirstScreen } from "./data";
import { drawFirst } from "./shell";

const names = { "730155824960": "Night shift" };
const first = (change: Partial<FirstScreen> = {}): FirstScreen => ({
  state: unlocked,
  views: {},
  clusters: asList(demo().clusters),
  names,
  ...change,
});

function drawn(screen: FirstScreen): HTMLElement {
  const root = document.createElement("div");
  drawFirst(root, screen)();
  return root;
}

it("has the lines that the table will have, at the same heights", async () => {
  // The lists are read when the window starts: what is missing will still come.
  const phase = { kind: "loading", listsComplete: true, detailsDone: 0, detailsTotal: 9 } as const;
  const shell = fakeShell(unlocked, { ...demo(), phase });
  shell.answers.owner_names = () => names;
  renderApp("/endpoints", 4000);
  await screen.findAllByText(/^Night shift/);
  const lines = [...document.querySelectorAll<HTMLElement>("[role=treegrid] [data-index]")];
  expect(lines.length).toBeGreaterThan(20);

  vi.stubGlobal("innerWidth", 1600);
  vi.stubGlobal("innerHeight", 4000);
  const still = drawn(first());
  vi.unstubAllGlobals();
  // The table has both forms of the principals, for any width; the first rows know theirs.
  for (const form of document.querySelectorAll("[class*='@min-[860px]:hidden']")) form.remove();
  const table = still.querySelector<HTMLElement>("[class*='@container relative']");
  const own = [...(table?.children ?? [])].slice(1) as HTMLElement[];
  const look = (line: HTMLElement) => ({ text: line.textContent, height: line.style.height });
  expect(own.slice(0, lines.length).map(look)).toEqual(lines.map(look));
});

it("has the sidebar's pages, and nothing that could be pressed or read out", () => {
  const still = drawn(first());
  for (const page of ["Endpoints", "Connect", "Clusters", "VPCs", "Access", "Changes", "Settings"])
    expect(still).toHaveTextContent(page);
  expect(still.querySelector("button, a, input, [role], [tabindex]")).toBeNull();
  expect(still.firstElementChild).toHaveAttribute("inert");
});

it("has no lines below the window's edge", () => {
  vi.stubGlobal("innerHeight", 400);
  const heights = [...drawn(first()).querySelectorAll<HTMLElement>("[style*=height]")];
  vi.unstubAllGlobals();
  const sum = heights.reduce((sum, line) => sum + Number.parseInt(line.style.height, 10), 0);
  expect(sum).toBeGreaterThanOrEqual(400 - 118);
  expect(sum).toBeLessThan(400);
});

it("treats text of the service as text", () => {
  const [cluster] = inventory().clusters;
  if (!cluster) throw new Error("the inventory has clusters");
  const name = "<img src=x onerror=alert(1)>";
  const still = drawn(first({ clusters: asList([{ ...cluster, name }]) }));
  expect(still.querySelector("img")).toBeNull();
  expect(still).toHaveTextContent(name);
});

it("is drawn only if the table will look like that", () => {
  expect(openAccount(unlocked)).not.toBeNull();
  expect(showsEndpoints(first(), "")).toBe(true);
  expect(showsEndpoints(first({ views: { lastPage: "/endpoints" } }), "#/")).toBe(true);
  const others: Partial<FirstScreen>[] = [
    { views: null },
    { views: { lastPage: "/vpcs" } },
    { views: { pages: { "/endpoints": "?q=orders" } } },
    { views: { tables: { endpoints: {} } } },
    { state: { ...unlocked, active: null } },
    { state: { ...unlocked, clockAheadMinutes: 7 } },
  ];
  for (const other of others) expect(showsEndpoints(first(other), "")).toBe(false);
  expect(showsEndpoints(first(), "#/vpcs")).toBe(false);
});

it("takes what the document came with out of it", () => {
  const page = new DOMParser().parseFromString(
    `<script type="application/json" id="first-screen">{"clusters":[]}</script>`,
    "text/html",
  );
  expect(takeFirstScreen(page)).toEqual({ clusters: [] });
  expect(takeFirstScreen(page)).toBeNull();
});
