import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Goal, Snapshot } from "../../../ipc";
import { renderApp } from "../../../test/app";
import { unlocked } from "../../../test/builders";
import { type FakeShell, fakeShell } from "../../../test/fakeShell";
import { demo, judge, large } from "../../../test/fixtures";
import { expectAccessible } from "../../../test/page";
import { bulkPlan, plansOver } from "../../../test/plans";

vi.setConfig({ testTimeout: 40_000 });
let shell: FakeShell;
let snapshot: Snapshot;

const audit = "arn:aws:iam::998877665544:root";
const payments = "arn:aws:iam::412907365518:root";
const batch = "arn:aws:iam::730155824960:role/batch";

beforeEach(() => {
  snapshot = { ...demo(), readAt: new Date().toISOString() };
  shell = fakeShell(structuredClone(unlocked), snapshot);
  shell.answers.parse_principals = (args) => judge(String(args.text));
  shell.answers.plan_bulk = () => bulkPlan(plansOver(["orders"], ["us-west-2"]));
});

const idsOf = (cluster: string) =>
  snapshot.clusters.find((c) => c.name === cluster)?.regions.map((r) => r.id) ?? [];
const row = (name: string) => screen.findByRole("row", { name });
const box = (name: string) => screen.findByRole("checkbox", { name: `Select ${name}` });
const bar = () => screen.findByRole("region", { name: "Selection" });
const goals = () => shell.of("plan_bulk").map((asked) => asked.goal as Goal);

async function inBar(name: string | RegExp) {
  return within(await bar()).getByRole("button", { name });
}

/** Selects these clusters and presses a button of the bar. */
async function begin(clusters: string[], button: string | RegExp) {
  const app = renderApp();
  for (const cluster of clusters) await app.user.click(await box(cluster));
  await app.user.click(await inBar(button));
  return app;
}

async function review(app: Awaited<ReturnType<typeof begin>>) {
  await app.user.click(within(screen.getByRole("dialog")).getByRole("button", { name: /^Review/ }));
  await screen.findByRole("dialog", { name: /^Review changes to orders/ });
}

describe("selecting", () => {
  it("is done by boxes, and says how many endpoints in how many clusters", async () => {
    const { user } = renderApp();
    expect(screen.queryByRole("region", { name: "Selection" })).not.toBeInTheDocument();
    await user.click(await box("orders"));
    await user.click(await box("catalog us-east-1"));
    expect(await bar()).toHaveTextContent("3 endpoints and 1 region without one in 2 clusters");
    expect(await row("orders us-east-1")).toHaveAttribute("aria-selected", "true");
    expect(await box("catalog")).toHaveAttribute("aria-checked", "mixed");
    expect(screen.queryByRole("complementary")).not.toBeInTheDocument();
    await expectAccessible();
    await user.click(await inBar("Clear"));
    expect(screen.queryByRole("region", { name: "Selection" })).not.toBeInTheDocument();
    await waitFor(() => expect(document.activeElement).toHaveAttribute("role", "row"));
  });

  it("is done by key: Space, Shift with the arrows, Ctrl+A, Escape", async () => {
    const { user } = renderApp("/endpoints?q=checkout");
    await row("checkout");
    await user.keyboard("/");
    await user.keyboard("{ArrowDown}");
    await waitFor(async () => expect(await row("checkout")).toHaveFocus());
    await user.keyboard("{ArrowDown} ");
    expect(await bar()).toHaveTextContent("1 endpoint in 1 cluster");
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(await bar()).toHaveTextContent("3 endpoints in 1 cluster");
    await user.keyboard("{Shift>}{ArrowUp}{/Shift}");
    expect(await bar()).toHaveTextContent("2 endpoints in 1 cluster");
    await user.keyboard("{Control>}a{/Control}");
    expect(await bar()).toHaveTextContent("4 endpoints in 1 cluster");
    await user.keyboard("{Escape}");
    await waitFor(() =>
      expect(screen.queryByRole("region", { name: "Selection" })).not.toBeInTheDocument(),
    );
  });

  it("stretches with Shift and a click", async () => {
    const { user } = renderApp("/endpoints?q=checkout");
    await user.click(await box("checkout eu-central-1"));
    await user.keyboard("{Shift>}");
    await user.click(await row("checkout eu-south-1"));
    await user.keyboard("{/Shift}");
    expect(await bar()).toHaveTextContent("3 endpoints in 1 cluster");
    expect(await row("checkout eu-south-1")).toHaveAttribute("aria-selected", "true");
    expect(screen.queryByRole("complementary")).not.toBeInTheDocument();
  });

  it("outlives a filter, which says how much it hides", async () => {
    const { user } = renderApp();
    await user.click(await box("orders"));
    await user.type(await screen.findByRole("searchbox", { name: "Search endpoints" }), "catalog");
    await waitFor(async () => expect(await bar()).toHaveTextContent("3 hidden by the filter"));
    await user.click(await screen.findByRole("checkbox", { name: "Select all rows shown" }));
    expect(await bar()).toHaveTextContent("4 endpoints and 1 region without one in 2 clusters");
    expect(await bar()).toHaveTextContent("3 hidden by the filter");
  });

  it("takes in 10,000 rows at once with a handful of them in the document", async () => {
    shell = fakeShell(structuredClone(unlocked), large(3334, 3));
    const { user } = renderApp();
    await row("service-0000 us-west-2");
    await user.keyboard("{Control>}a{/Control}");
    expect(await bar()).toHaveTextContent("10,002 endpoints in 3,334 clusters");
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
  });

  it("is refused what the key may not do, with the reason", async () => {
    const reason = "The key's role (Viewer) may not change endpoints.";
    if (shell.state.active?.status.kind === "unlocked")
      shell.state.active.status.may.editEndpoints = reason;
    const { user } = renderApp();
    await user.click(await box("orders"));
    for (const name of ["Add principals…", "Remove…", "Replace…", "Create…", "Delete…"]) {
      expect(await inBar(name)).toHaveAttribute("aria-disabled", "true");
    }
    expect(await inBar("Export")).not.toHaveAttribute("aria-disabled");
  });
});

describe("many endpoints at once", () => {
  it("get principals added", async () => {
    const app = await begin(["orders", "catalog us-west-2"], "Add principals…");
    const field = await screen.findByRole("textbox", { name: "Principals to add" });
    await app.user.type(field, `${audit}{Enter}`);
    await waitFor(() =>
      expect(screen.getByRole("dialog")).toHaveTextContent(
        "1 principal on 4 endpoints in 2 clusters",
      ),
    );
    await expectAccessible(screen.getByRole("dialog"));
    await review(app);
    const catalog = idsOf("catalog")[0];
    const [goal] = goals();
    expect(goal).toMatchObject({ kind: "add", principals: [audit] });
    expect(goal?.kind === "add" && new Set(goal.regions)).toEqual(
      new Set([...idsOf("orders"), catalog]),
    );
  });

  it("of two clouds are told apart: a principal fits one of them", async () => {
    const app = await begin(["orders", "ledger"], "Add principals…");
    const dialog = await screen.findByRole("dialog", { name: "Add principals to 3 endpoints" });
    expect(dialog).toHaveTextContent("1 chosen region of the other cloud is left as it is.");
    await app.user.click(within(dialog).getByRole("radio", { name: "Azure · 1" }));
    await screen.findByRole("dialog", { name: "Add principals to 1 endpoint" });
    const id = "2f1c7d8e-5a0b-4c6d-9e3f-000000000000";
    await app.user.type(screen.getByRole("textbox", { name: "Principals to add" }), `${id}{Enter}`);
    await waitFor(() => expect(dialog).toHaveTextContent("1 principal on 1 endpoint in 1 cluster"));
    await review(app);
    expect(goals()).toEqual([{ kind: "add", regions: idsOf("ledger"), principals: [id] }]);
  });

  it("lose principals, chosen from those that they list; elsewhere too if wanted", async () => {
    const app = await begin(["orders"], "Remove…");
    const dialog = await screen.findByRole("dialog", {
      name: "Remove principals from 3 endpoints",
    });
    expect(within(dialog).getByRole("list", { name: "Principals to remove" })).toHaveTextContent(
      `${payments}on 3 of 3${batch}on 1 of 3`,
    );
    await app.user.click(within(dialog).getByRole("checkbox", { name: batch }));
    expect(dialog).toHaveTextContent("1 principal from 1 endpoint");
    await expectAccessible(dialog);
    await app.user.click(within(dialog).getByRole("checkbox", { name: /^Also from/ }));
    await review(app);
    expect(goals()).toEqual([{ kind: "remove-everywhere", principals: [batch] }]);
  });

  it("get one principal in another's place", async () => {
    const app = await begin(["orders"], "Replace…");
    const dialog = await screen.findByRole("dialog", { name: "Replace a principal" });
    await app.user.click(within(dialog).getByRole("combobox", { name: "Principal that is there" }));
    await app.user.paste(batch);
    await app.user.keyboard("{Escape}");
    await app.user.type(
      screen.getByRole("textbox", { name: "Principal to put in its place" }),
      `${audit}{Enter}`,
    );
    await waitFor(() => expect(dialog).toHaveTextContent("On 1 endpoint of those chosen"));
    await expectAccessible(dialog);
    await review(app);
    expect(goals()).toEqual([
      { kind: "replace", regions: idsOf("orders").slice(0, 1), old: batch, new: audit },
    ]);
  });

  it("get another endpoint's list, which is shown", async () => {
    const app = await begin(["orders"], "Copy list from…");
    const dialog = await screen.findByRole("dialog", { name: "Copy a list to 3 endpoints" });
    await app.user.click(within(dialog).getByRole("combobox", { name: "Copy from" }));
    await app.user.paste("checkout eu-central-1");
    await app.user.keyboard("{Escape}");
    expect(await screen.findByRole("list", { name: "The list to copy" })).toHaveTextContent(batch);
    expect(dialog).toHaveTextContent("3 endpoints get exactly this list");
    await expectAccessible(dialog);
    await review(app);
    expect(goals()).toEqual([{ kind: "copy", from: idsOf("checkout")[0], to: idsOf("orders") }]);
  });

  it("are made where regions lack one", async () => {
    const app = await begin(["catalog us-west-2"], "Create…");
    const dialog = await screen.findByRole("dialog", { name: "Create endpoints" });
    expect(within(dialog).getByRole("radio", { name: /^In the chosen/ })).toBeDisabled();
    await app.user.type(
      screen.getByRole("textbox", { name: "Who may connect" }),
      `${audit}{Enter}`,
    );
    await waitFor(() => expect(dialog).toHaveTextContent("1 endpoint, 1 principal"));
    await expectAccessible(dialog);
    await review(app);
    const catalog = snapshot.clusters.find((c) => c.name === "catalog")?.id;
    expect(goals()).toEqual([{ kind: "create-missing", clusters: [catalog], principals: [audit] }]);
  });

  it("are asked for again after a look at the review, with everything as it was", async () => {
    shell.answers.apply_bulk = () => [];
    const app = await begin(["orders"], "Add principals…");
    const field = await screen.findByRole("textbox", { name: "Principals to add" });
    await app.user.type(field, `${audit}{Enter}`);
    await screen.findByRole("button", { name: `Remove ${audit}` });
    await app.user.type(screen.getByRole("textbox", { name: "Principals to add" }), batch);
    await review(app);
    await app.user.click(screen.getByRole("button", { name: "Back" }));
    const dialog = await screen.findByRole("dialog", { name: "Add principals to 3 endpoints" });
    for (const text of [audit, batch])
      expect(within(dialog).getByRole("button", { name: `Remove ${text}` })).toBeVisible();
    await review(app);
    await app.user.click(await screen.findByRole("button", { name: "Apply change" }));
    await waitFor(() => expect(shell.of("apply_bulk")).toHaveLength(1));
    await waitFor(() => expect(screen.queryByRole("dialog", { name: /^Add/ })).toBeNull());
  });

  it("keep what was chosen to be removed while its review is looked at", async () => {
    const app = await begin(["orders"], "Remove…");
    await app.user.click(await screen.findByRole("checkbox", { name: batch }));
    await review(app);
    await app.user.keyboard("{Escape}");
    const dialog = await screen.findByRole("dialog", { name: /^Remove principals/ });
    expect(within(dialog).getByRole("checkbox", { name: batch })).toBeChecked();
  });

  it("are not dropped by Escape or the close button once something was entered", async () => {
    const app = await begin(["orders"], "Add principals…");
    const field = () => screen.findByRole("textbox", { name: "Principals to add" });
    await field();
    await app.user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

    await app.user.click(await inBar("Add principals…"));
    await app.user.type(await field(), "730155824960");
    await app.user.keyboard("{Escape}");
    const asked = { name: "Discard what you entered?" };
    expect(await screen.findByRole("alertdialog", asked)).toBeVisible();
    await app.user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("alertdialog", asked)).toBeNull());
    expect(screen.getByRole("dialog", { name: /^Add principals/ })).toBeVisible();
    await app.user.click(screen.getByRole("button", { name: "Close" }));
    await app.user.click(
      within(await screen.findByRole("alertdialog", asked)).getByRole("button", {
        name: "Keep editing",
      }),
    );
    await app.user.click(screen.getByRole("button", { name: "Close" }));
    await app.user.click(
      within(await screen.findByRole("alertdialog", asked)).getByRole("button", {
        name: "Discard",
      }),
    );
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("are deleted through the review; the selection stays until it is applied", async () => {
    shell.answers.apply_bulk = () => [];
    const app = await begin(["orders"], "Delete…");
    const dialog = await screen.findByRole("dialog", { name: "Review changes to orders" });
    expect(goals()).toEqual([{ kind: "delete", regions: idsOf("orders") }]);
    await app.user.click(within(dialog).getByRole("button", { name: "Back" }));
    expect(await bar()).toHaveTextContent("3 endpoints in 1 cluster");
    await app.user.click(await inBar("Delete…"));
    await app.user.click(await screen.findByRole("button", { name: "Apply change" }));
    await waitFor(() =>
      expect(screen.queryByRole("region", { name: "Selection" })).not.toBeInTheDocument(),
    );
  });

  it("are exported as a file", async () => {
    shell.answers.save_text = () => "/home/me/endpoints.csv";
    const app = await begin(["orders"], "Export");
    await app.user.click(await screen.findByRole("menuitem", { name: "As CSV…" }));
    expect(await screen.findByText("/home/me/endpoints.csv")).toBeVisible();
    const [saved] = shell.of("save_text");
    expect(saved?.suggestedName).toMatch(/^postern-endpoints-\d{4}-\d\d-\d\d\.csv$/);
    expect(String(saved?.text).split("\r\n")).toHaveLength(5);
  });
});
