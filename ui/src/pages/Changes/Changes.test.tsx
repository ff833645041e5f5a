import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Change, events, type HistoryEntry, type HistoryQuery } from "../../ipc";
import { renderApp } from "../../test/app";
import { unlocked } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { demo, principal } from "../../test/fixtures";
import { expectAccessible } from "../../test/page";
import { bulkPlan, changeOf, entry, pastStep, plansOver } from "../../test/plans";

vi.setConfig({ testTimeout: 40_000 });
let shell: FakeShell;
let past: HistoryEntry[];
let now: Change[];

const batch = principal("arn:aws:iam::730155824960:role/batch");
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

beforeEach(() => {
  now = [];
  past = [
    entry({
      batch: "b-1",
      started: ago(1),
      title: "Add 9988…5544 root to 2 endpoints",
      steps: [
        pastStep(),
        pastStep({ regionId: "r-2", region: "eu-west-1", result: "failed", reason: "Refused." }),
      ],
    }),
    entry({
      batch: "b-2",
      kind: "seen",
      started: ago(3 * 24 * 60),
      title: "orders us-east-1 was changed",
      profileName: null,
      ended: null,
      tookMs: null,
      note: null,
      revertible: 0,
      steps: [pastStep({ result: "seen", added: [], removed: [batch] })],
    }),
  ];
  shell = fakeShell(structuredClone(unlocked), { ...demo(), readAt: new Date().toISOString() });
  shell.answers.changes = () => now;
  shell.answers.history = () => ({ entries: past, next: null });
});

const article = (name: RegExp) => screen.findByRole("article", { name });
const asked = () => shell.of("history").map((a) => a.query as HistoryQuery);
const lastAsked = () => asked().at(-1);

describe("the history", () => {
  it("shows by day what was changed, where, by whom, the result and the duration", async () => {
    renderApp("/changes");
    const ours = await article(/^Add 9988…5544 root to 2 endpoints/);
    expect(ours).toHaveTextContent("2 endpoints in orders");
    expect(ours).toHaveTextContent("1 of 2 failed");
    expect(ours).toHaveTextContent("Northwind4.2 s");
    const seen = await article(/^orders us-east-1 was changed/);
    expect(seen).toHaveTextContent("outside Postern");
    expect(seen).toHaveTextContent("someone else");
    expect(screen.getAllByRole("heading", { level: 3 })[0]).toHaveTextContent(/Today|Yesterday/);
    await expectAccessible();
  });

  it("expands an entry to its steps, with what was added and removed", async () => {
    const { user } = renderApp("/changes");
    const ours = await article(/^Add/);
    await user.click(within(ours).getByRole("button", { expanded: false }));
    const failed = within(ours).getByRole("region", { name: "Change access in orders eu-west-1" });
    expect(failed).toHaveTextContent("failedRefused.");
    expect(within(failed).getByRole("list", { name: "Changes in eu-west-1" })).toHaveTextContent(
      "addarn:aws:iam::998877665544:root",
    );
    expect(ours).toHaveTextContent("AccountNorthwind Traders, project default");
    await expectAccessible();
  });

  it("says what a step left only if it took effect", async () => {
    const failed = pastStep({ regionId: "r-2", region: "eu-west-1", result: "failed" });
    const undeleted = pastStep({
      regionId: "r-3",
      region: "us-east-1",
      action: "delete",
      added: [],
      result: "failed",
    });
    past = [entry({ steps: [pastStep(), failed, undeleted] })];
    const { user } = renderApp("/changes");
    const ours = await article(/^Add/);
    await user.click(within(ours).getByRole("button", { expanded: false }));
    const step = (name: string) => within(ours).getByRole("region", { name });
    expect(step("Change access in orders us-west-2")).toHaveTextContent("2 principals after this");
    expect(step("Change access in orders eu-west-1")).not.toHaveTextContent("after this change");
    expect(step("Delete endpoint in orders us-east-1")).not.toHaveTextContent("was deleted");
  });

  it("names VPCs that were created or deleted, and what became of them", async () => {
    const vpc = { name: "edge", action: "create" as const, what: "AWS · us-west-2 10.9.0.0/24" };
    const result = { kind: "unknown" as const, reason: "The connection broke." };
    past = [entry({ title: "Create VPC edge", vpc: { ...vpc, result }, results: [], steps: [] })];
    const { user } = renderApp("/changes");
    const line = await article(/^Create VPC edge/);
    expect(line).toHaveTextContent("no answer");
    await user.click(within(line).getByRole("button", { expanded: false }));
    expect(line).toHaveTextContent("AWS · us-west-2 10.9.0.0/24");
    expect(line).toHaveTextContent("The request may have arrived.");
    await expectAccessible();
  });

  it("records that it was shortened, and how much was deleted", async () => {
    const shortened = { fromDays: null, toDays: 90, deleted: 12 };
    past = [
      entry({
        kind: "shortened",
        title: "Shorten the history from no limit to 90 days",
        tookMs: null,
        shortened,
        steps: [],
      }),
    ];
    const { user } = renderApp("/changes");
    const line = await article(/^Shorten the history/);
    expect(line).toHaveTextContent("12 changes deleted");
    await user.click(within(line).getByRole("button", { expanded: false }));
    expect(line).toHaveTextContent("Kept beforeforeverKept after90 days");
    expect(within(line).queryByRole("button", { name: /Revert/ })).not.toBeInTheDocument();
    await expectAccessible();
  });

  it("is read again when the retention time changes", async () => {
    shell.answers.history_beyond = () => 0;
    const { user } = renderApp("/changes");
    await article(/^Add/);
    await user.click(screen.getByRole("link", { name: /^Settings/ }));
    await user.click(await screen.findByRole("button", { name: /Keep history for/ }));
    past = [
      entry({ batch: "new", title: "Shorten the history from 365 days to 90 days" }),
      ...past,
    ];
    await user.click(await screen.findByRole("option", { name: "90 days" }));
    await user.click(screen.getByRole("link", { name: /^Changes/ }));
    await article(/^Shorten the history/);
  });

  it("reads more steps of a long entry on demand", async () => {
    const steps = Array.from({ length: 120 }, (_, i) =>
      pastStep({ regionId: `r-${i}`, region: `region-${i}` }),
    );
    const whole = entry({ batch: "big", title: "Add 1 principal to 120 endpoints", steps });
    shell.answers.history = ({ query }) =>
      (query as HistoryQuery).batch
        ? { entries: [whole], next: null }
        : { entries: [{ ...whole, steps: steps.slice(0, 50) }], next: null };
    const { user } = renderApp("/changes");
    const line = await article(/^Add 1 principal/);
    expect(line).toHaveTextContent("120 endpoints");
    await user.click(within(line).getByRole("button", { expanded: false }));
    expect(within(line).queryByText("region-119")).not.toBeInTheDocument();
    await user.click(within(line).getByRole("button", { name: "Show 90 more of 120 steps" }));
    expect(await within(line).findByText("region-119")).toBeInTheDocument();
    expect(asked().filter((q) => q.batch === "big")).toHaveLength(1);
  });

  it("is filtered by text, author, endpoint and principal, all in the address", async () => {
    // A cluster that no longer exists, and a principal that is on no list anymore.
    const id = "gone-eu";
    shell.answers.history_names = () => ({
      endpoints: [{ regionId: id, clusterName: "retired", region: "eu-west-1" }],
      principals: [batch.text],
    });
    const { user, address } = renderApp("/changes");
    await article(/^Add/);
    await user.type(screen.getByRole("searchbox", { name: "Search history" }), "role");
    await waitFor(() => expect(lastAsked()?.text).toBe("role"));
    await user.click(screen.getByRole("radio", { name: "By others" }));
    await waitFor(() => expect(lastAsked()?.only).toBe("seen"));
    await user.click(screen.getByRole("button", { name: "Filter by Endpoint" }));
    await user.type(await screen.findByRole("searchbox", { name: "Find endpoint" }), "retired");
    await expectAccessible();
    await user.click(await screen.findByRole("option", { name: "retired eu-west-1" }));
    await waitFor(() => expect(lastAsked()?.regionId).toBe(id));
    await user.click(screen.getByRole("button", { name: "Filter by Principal" }));
    await user.click(await screen.findByRole("option", { name: batch.text }));
    await waitFor(() => expect(lastAsked()?.principal).toBe(batch.text));
    expect(decodeURIComponent(address())).toContain(`q=role&only=seen&endpoint=${id}`);
    shell.answers.history = () => ({ entries: [], next: null });
    await user.type(screen.getByRole("searchbox", { name: "Search history" }), "x");
    await screen.findByRole("heading", { name: "No matches" });
    await user.click(screen.getByRole("button", { name: "Clear" }));
    await waitFor(() => expect(address()).toBe("/changes"));
  });

  it("reads older pages when its end comes into view", async () => {
    shell.answers.history = ({ query }) => {
      const { before } = query as HistoryQuery;
      return before === null
        ? { entries: past, next: "older" }
        : {
            entries: [entry({ batch: "old", title: "The oldest", started: ago(90_000) })],
            next: null,
          };
    };
    renderApp("/changes");
    await article(/^The oldest/);
    expect(asked().map((q) => q.before)).toEqual([null, "older"]);
  });

  it("is read again when a batch ends", async () => {
    renderApp("/changes");
    await article(/^Add/);
    const [one] = plansOver(["orders"], ["us-west-2"]);
    if (!one) throw new Error("no plan");
    const at = new Date().toISOString();
    past = [entry({ batch: "new", title: "The newest" }), ...past];
    now = [changeOf(one, { kind: "confirmed", at }, { finished: true, ended: at })];
    await act(() => events.changesChanged.emit());
    await article(/^The newest/);
  });

  it("reviews a revert like any other plan", async () => {
    shell.answers.plan_revert = () =>
      bulkPlan(plansOver(["orders", "catalog"], ["us-west-2"]), { title: "Revert “Add”" });
    const { user } = renderApp("/changes");
    const ours = await article(/^Add/);
    await user.click(within(ours).getByRole("button", { expanded: false }));
    await user.click(within(ours).getByRole("button", { name: "Revert…" }));
    expect(await screen.findByRole("dialog", { name: "Review: Revert “Add”" })).toBeVisible();
    expect(shell.of("plan_revert")).toEqual([{ batch: "b-1", regions: null }]);
    expect(shell.of("apply_bulk")).toEqual([]);
  });

  it("offers no revert for changes by others", async () => {
    const { user } = renderApp("/changes");
    const seen = await article(/^orders us-east-1/);
    await user.click(within(seen).getByRole("button", { expanded: false }));
    expect(within(seen).queryByRole("button", { name: "Revert…" })).not.toBeInTheDocument();
  });

  it("exports what the filters show", async () => {
    shell.answers.save_made = () => "/home/me/history.csv";
    const { user } = renderApp("/changes?only=ours&q=orders");
    await user.click(await screen.findByRole("button", { name: "Export" }));
    await user.click(await screen.findByRole("menuitem", { name: "History as CSV…" }));
    expect(await screen.findByText("/home/me/history.csv")).toBeVisible();
    expect(shell.of("save_made")).toMatchObject([
      { what: { kind: "history", format: "csv", query: { only: "ours", text: "orders" } } },
    ]);
  });

  it("says when it is empty, or why it can't be read", async () => {
    shell.answers.history = () => ({ entries: [], next: null });
    const { unmount } = renderApp("/changes");
    await screen.findByRole("heading", { name: "No changes yet" });
    await expectAccessible();
    unmount();
    shell.answers.history = () => refuse({ message: "The journal can't be read.", hint: "" });
    renderApp("/changes");
    expect(await screen.findByRole("alert")).toHaveTextContent("The journal can't be read.");
  });

  it("of one endpoint is shown in its panel", async () => {
    const orders = shell.snapshot?.clusters.find((c) => c.name === "orders");
    const id = orders?.regions[0]?.id;
    renderApp(`/endpoints?region=${id}&tab=activity`);
    const panel = await screen.findByRole("complementary");
    expect(await within(panel).findByRole("article", { name: /^Add/ })).toBeVisible();
    expect(lastAsked()).toMatchObject({ regionId: id, only: "all" });
    await expectAccessible(panel);
  });

  it("of one endpoint reverts only that endpoint; elsewhere it says how many", async () => {
    past = [entry({ title: "Add to 300", revertible: 300, stepsTotal: 300 })];
    shell.answers.plan_revert = () => bulkPlan(plansOver(["orders"], ["us-west-2"]));
    const id = shell.snapshot?.clusters.find((c) => c.name === "orders")?.regions[0]?.id;
    const { user, unmount } = renderApp(`/endpoints?region=${id}&tab=activity`);
    const line = await article(/^Add to 300/);
    await user.click(within(line).getByRole("button", { expanded: false }));
    await user.click(within(line).getByRole("button", { name: "Revert this endpoint…" }));
    await screen.findByRole("dialog", { name: /^Review/ });
    expect(shell.of("plan_revert")).toEqual([{ batch: "past-1", regions: [id] }]);
    unmount();
    const { user: again } = renderApp("/changes");
    const whole = await article(/^Add to 300/);
    await again.click(within(whole).getByRole("button", { expanded: false }));
    expect(within(whole).getByRole("button", { name: "Revert 300 endpoints…" })).toBeVisible();
  });
});

describe("current changes", () => {
  it("can be continued or discarded after Postern quit in the middle", async () => {
    const at = new Date().toISOString();
    const [a, b] = plansOver(["alpha", "beta"], ["east", "west", "north"]);
    if (!a || !b) throw new Error("no plan");
    const settled = { kind: "settled", at, happened: true, reason: "A read shows it." } as const;
    now = [
      changeOf(a, settled, { recovered: true }),
      changeOf(b, { kind: "planned" }, { recovered: true }),
    ];
    const { user } = renderApp("/changes");
    const card = await article(/^Add 1 principal to 4 endpoints$/);
    expect(card).toHaveTextContent(
      "Postern quit or was locked before these changes were completeChecked what happened to 3 steps. 3 steps were not sent and won't be unless you continue.",
    );
    expect(within(card).queryByRole("button", { name: "Cancel" })).not.toBeInTheDocument();
    await expectAccessible();
    await user.click(within(card).getByRole("button", { name: "Continue" }));
    expect(shell.of("resume_batch")).toEqual([{ batch: "batch-1" }]);
    await user.click(within(card).getByRole("button", { name: "Discard the rest" }));
    expect(shell.of("discard_batch")).toEqual([{ batch: "batch-1" }]);
    expect(
      await screen.findByText(/interrupted, 3 not sent/, { selector: "[role=alertdialog] *" }),
    ).toBeVisible();
  });

  it("show their steps on demand", async () => {
    const plans = plansOver(["alpha", "beta"], ["east"]);
    now = [
      ...plans.map((p) => changeOf(p, { kind: "sending" })),
      ...plans.map((p) => changeOf(p, { kind: "planned" }, { batch: "other", title: "Another" })),
    ];
    const { user } = renderApp("/changes");
    const card = await article(/^Another$/);
    expect(within(card).queryByText("Queued")).not.toBeInTheDocument();
    await user.click(within(card).getByRole("button", { name: "Steps" }));
    expect(await within(card).findAllByText("Queued")).toHaveLength(2);
  });

  it("can be canceled from the command palette", async () => {
    now = plansOver(["alpha"], ["east"]).map((p) => changeOf(p, { kind: "planned" }));
    const { user } = renderApp("/endpoints");
    await screen.findByRole("region", { name: "Changes in progress" });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Find anything" }), "cancel add");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(shell.of("cancel_batch")).toEqual([{ batch: "batch-1" }]));
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Find anything" }), "changes");
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { level: 1, name: "Changes" })).toBeVisible();
  });
});

describe("importing a plan", () => {
  async function open() {
    const app = renderApp("/changes");
    await app.user.click(await screen.findByRole("button", { name: "Import plan…" }));
    return { ...app, dialog: await screen.findByRole("dialog", { name: "Import a plan" }) };
  }
  const text = '{"postern_plan":1}';

  it("opens the review of pasted text, and sends nothing", async () => {
    shell.answers.import_plan = () => bulkPlan(plansOver(["orders", "catalog"], ["us-west-2"]));
    const { user, dialog } = await open();
    await expectAccessible(dialog);
    await user.click(within(dialog).getByRole("textbox", { name: "Or paste the plan" }));
    await user.paste(text);
    await user.click(within(dialog).getByRole("button", { name: "Review" }));
    expect(await screen.findByRole("dialog", { name: /^Review: / })).toBeVisible();
    expect(shell.of("import_plan")).toEqual([{ text }]);
    expect(shell.of("apply_bulk")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Back" }));
    const again = await screen.findByRole("dialog", { name: "Import a plan" });
    expect(within(again).getByRole("textbox", { name: "Or paste the plan" })).toHaveValue(text);
    await user.keyboard("{Escape}");
    expect(await screen.findByRole("alertdialog", { name: /^Discard/ })).toBeVisible();
  });

  it("opens the review of a file", async () => {
    shell.answers.import_plan = () => refuse({ message: "This is no plan.", hint: "Export one." });
    const { user, dialog } = await open();
    const input = dialog.querySelector("input[type=file]");
    if (!(input instanceof HTMLInputElement)) throw new Error("no file field");
    await userEvent.upload(input, new File([text], "plan.json", { type: "application/json" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("This is no plan.Export one.");
    expect(shell.of("import_plan")).toEqual([{ text }]);
    await user.click(screen.getByRole("button", { name: "Back" }));
    const again = await screen.findByRole("dialog", { name: "Import a plan" });
    expect(again).toHaveTextContent("plan.json");
    await user.click(within(again).getByRole("button", { name: "Review" }));
    await waitFor(() => expect(shell.of("import_plan")).toEqual([{ text }, { text }]));
  });
});

it("says why a change was made, its ticket, and until when access was granted", async () => {
  const note = { reason: "Load test", ticket: "OPS-1", until: "2026-12-31" };
  past = [entry({ title: "Add for a test", note })];
  const { user } = renderApp("/changes");
  const line = await article(/^Add for a test/);
  await user.click(within(line).getByRole("button", { expanded: false }));
  // A record is exact: seconds, and the zone.
  expect(line).toHaveTextContent(/Started.*\d:\d\d:\d\d.* (GMT|UTC|[A-Z]{2,5})/);
  expect(line).toHaveTextContent("ReasonLoad test");
  expect(line).toHaveTextContent("TicketOPS-1");
  expect(line).toHaveTextContent(/Access until.*2026/);
});
