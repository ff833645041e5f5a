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
  it("works with check boxes, and says how many endpoints in how many clusters", async () => {
    const { user } = renderApp();
    expect(screen.queryByRole("region", { name: "Selection" })).not.toBeInTheDocument();
    await user.click(await box("orders"));
    await user.click(await box("catalog us-east-1"));
    expect(await bar()).toHaveTextContent("3 endpoints, 1 region with no endpoint in 2 clusters");
    expect(await row("orders us-east-1")).toHaveAttribute("aria-selected", "true");
    expect(await box("catalog")).toHaveAttribute("aria-checked", "mixed");
    expect(screen.queryByRole("complementary")).not.toBeInTheDocument();
    await expectAccessible();
    await user.click(await inBar("Clear"));
    expect(screen.queryByRole("region", { name: "Selection" })).not.toBeInTheDocument();
    await waitFor(() => expect(document.activeElement).toHaveAttribute("role", "row"));
  });

  it("works with the keyboard: Space, Shift with arrow keys, Ctrl+A, Escape", async () => {
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

  it("selects a range with Shift and a click", async () => {
    const { user } = renderApp("/endpoints?q=checkout");
    await user.click(await box("checkout eu-central-1"));
    await user.keyboard("{Shift>}");
    await user.click(await row("checkout eu-south-1"));
    await user.keyboard("{/Shift}");
    expect(await bar()).toHaveTextContent("3 endpoints in 1 cluster");
    expect(await row("checkout eu-south-1")).toHaveAttribute("aria-selected", "true");
    expect(screen.queryByRole("complementary")).not.toBeInTheDocument();
  });

  it("keeps rows that a filter hides, and says how many", async () => {
    const { user } = renderApp();
    await user.click(await box("orders"));
    await user.type(await screen.findByRole("searchbox", { name: "Search endpoints" }), "catalog");
    await waitFor(async () => expect(await bar()).toHaveTextContent("3 hidden by filters"));
    await user.click(await screen.findByRole("checkbox", { name: "Select all rows shown" }));
    expect(await bar()).toHaveTextContent("4 endpoints, 1 region with no endpoint in 2 clusters");
    expect(await bar()).toHaveTextContent("3 hidden by filters");
  });

  it("selects 10,000 rows at once while few of them are rendered", async () => {
    shell = fakeShell(structuredClone(unlocked), large(3334, 3));
    const { user } = renderApp();
    await row("service-0000 us-west-2");
    await user.keyboard("{Control>}a{/Control}");
    expect(await bar()).toHaveTextContent("10,002 endpoints in 3,334 clusters");
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
  });

  it("says what the key may not do, and why", async () => {
    const reason = "The key's role (Viewer) may not change endpoints.";
    if (shell.state.active?.status.kind === "unlocked")
      shell.state.active.status.may.editEndpoints = reason;
    const { user } = renderApp();
    await user.click(await box("orders"));
    for (const name of ["Add principals…", "Remove…", "Replace…", "Create…", "Delete…"]) {
      expect(await inBar(name)).toHaveAttribute("aria-disabled", "true");
    }
    expect(await inBar("Copy")).not.toHaveAttribute("aria-disabled");
  });
});

describe("many endpoints at once", () => {
  it("can get principals added", async () => {
    const app = await begin(["orders", "catalog us-west-2"], "Add principals…");
    const field = await screen.findByRole("textbox", { name: "Principals to add" });
    await waitFor(() => expect(field).toHaveFocus());
    await app.user.type(field, `${audit}{Enter}`);
    await waitFor(() =>
      expect(screen.getByRole("dialog")).toHaveTextContent(
        "1 principal to 4 endpoints in 2 clusters",
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

  it("on two clouds are told apart: a principal is valid on one of them only", async () => {
    const app = await begin(["orders", "ledger"], "Add principals…");
    const dialog = await screen.findByRole("dialog", { name: "Add principals to 3 endpoints" });
    expect(dialog).toHaveTextContent("1 selected endpoint on Azure won't change.");
    await app.user.click(within(dialog).getByRole("radio", { name: "Azure · 1" }));
    await screen.findByRole("dialog", { name: "Add principals to 1 endpoint" });
    const id = "2f1c7d8e-5a0b-4c6d-9e3f-000000000000";
    await app.user.type(screen.getByRole("textbox", { name: "Principals to add" }), `${id}{Enter}`);
    await waitFor(() => expect(dialog).toHaveTextContent("1 principal to 1 endpoint in 1 cluster"));
    await review(app);
    expect(goals()).toEqual([{ kind: "add", regions: idsOf("ledger"), principals: [id] }]);
  });

  it("on two clouds each get their own principals, in one review", async () => {
    const app = await begin(["orders", "ledger"], "Add principals…");
    const dialog = await screen.findByRole("dialog", { name: "Add principals to 3 endpoints" });
    const id = "2f1c7d8e-5a0b-4c6d-9e3f-000000000000";
    const type = async (text: string) => {
      const field = await screen.findByRole("textbox", { name: "Principals to add" });
      await app.user.type(field, `${text}{Enter}`);
    };
    await type(audit);
    await app.user.click(
      await within(dialog).findByRole("radio", { name: "Azure · 1", checked: false }),
    );
    await type(id);
    await waitFor(() =>
      expect(dialog).toHaveTextContent("2 principals to 4 endpoints in 2 clusters"),
    );
    expect(dialog).not.toHaveTextContent("won't change");
    await app.user.click(within(dialog).getByRole("radio", { name: "AWS · 3, 1 principal" }));
    expect(await screen.findByRole("button", { name: `Remove ${audit}` })).toBeVisible();
    await review(app);
    const [goal] = goals();
    expect(goal).toEqual({
      kind: "add",
      regions: [...idsOf("orders"), ...idsOf("ledger")],
      principals: [audit, id],
    });
  });

  it("can get listed principals removed, on other endpoints too on request", async () => {
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
    await app.user.click(within(dialog).getByRole("checkbox", { name: /^Also remove from/ }));
    await review(app);
    expect(goals()).toEqual([{ kind: "remove-everywhere", principals: [batch] }]);
  });

  it("can get one principal replaced with another", async () => {
    const app = await begin(["orders"], "Replace…");
    const dialog = await screen.findByRole("dialog", { name: "Replace a principal" });
    const old = within(dialog).getByRole("combobox", { name: "Replace" });
    await waitFor(() => expect(old).toHaveFocus());
    expect(old).toHaveAttribute("aria-expanded", "false");
    await app.user.click(old);
    expect(old).toHaveAttribute("aria-expanded", "true");
    await app.user.paste(batch);
    await app.user.keyboard("{Escape}");
    await app.user.type(screen.getByRole("textbox", { name: "With" }), `${audit}{Enter}`);
    await waitFor(() => expect(dialog).toHaveTextContent("On 1 selected endpoint"));
    await expectAccessible(dialog);
    await review(app);
    expect(goals()).toEqual([
      { kind: "replace", regions: idsOf("orders").slice(0, 1), old: batch, new: audit },
    ]);
  });

  it("can get the principals of another endpoint, which are shown", async () => {
    const app = await begin(["orders"], "Copy principals from…");
    const dialog = await screen.findByRole("dialog", { name: "Copy principals to 3 endpoints" });
    const from = within(dialog).getByRole("combobox", { name: "Copy from" });
    await waitFor(() => expect(from).toHaveFocus());
    await app.user.paste("checkout eu-central-1");
    await app.user.keyboard("{Escape}");
    expect(await screen.findByRole("list", { name: "Principals to copy" })).toHaveTextContent(
      batch,
    );
    expect(dialog).toHaveTextContent("3 endpoints will have exactly these principals");
    await expectAccessible(dialog);
    await review(app);
    expect(goals()).toEqual([{ kind: "copy", from: idsOf("checkout")[0], to: idsOf("orders") }]);
  });

  it("can be created in regions that have none", async () => {
    const app = await begin(["catalog us-west-2"], "Create…");
    const dialog = await screen.findByRole("dialog", { name: "Create endpoints" });
    expect(within(dialog).getByRole("radio", { name: /^Selected regions/ })).toBeDisabled();
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

  it("keep the input when the user goes back from the review", async () => {
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

  it("keep the principals selected for removal when the user goes back from the review", async () => {
    const app = await begin(["orders"], "Remove…");
    await app.user.click(await screen.findByRole("checkbox", { name: batch }));
    await review(app);
    await app.user.keyboard("{Escape}");
    const dialog = await screen.findByRole("dialog", { name: /^Remove principals/ });
    expect(within(dialog).getByRole("checkbox", { name: batch })).toBeChecked();
  });

  it("keep the input on Escape and the close button until the user confirms", async () => {
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

  it("are deleted through the review, and stay selected until it is applied", async () => {
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

  it("can be exported to a file", async () => {
    shell.answers.save_made = () => "/home/me/endpoints.csv";
    const app = await begin(["orders"], "Copy");
    await app.user.click(await screen.findByRole("menuitem", { name: "Export as CSV…" }));
    expect(await screen.findByText("/home/me/endpoints.csv")).toBeVisible();
    expect(shell.of("save_made")).toEqual([
      { what: { kind: "endpoints", ids: idsOf("orders"), format: "csv" } },
    ]);
  });
});
