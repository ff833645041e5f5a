import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  type BulkPlan,
  type Change,
  type Endpoint,
  events,
  type Plan,
  type Snapshot,
  type Step,
  type StepState,
} from "../../../ipc";
import { renderApp } from "../../../test/app";
import { unlocked } from "../../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../../test/fakeShell";
import { demo, judge, principal } from "../../../test/fixtures";
import { expectAccessible } from "../../../test/page";
import { bulkPlan, changeOf } from "../../../test/plans";

vi.setConfig({ testTimeout: 30_000 });
let shell: FakeShell;
let snapshot: Snapshot;

const payments = "arn:aws:iam::412907365518:root";
const batch = "arn:aws:iam::730155824960:role/batch";
const audit = "arn:aws:iam::998877665544:root";

beforeEach(() => {
  snapshot = { ...demo(), readAt: new Date().toISOString() };
  shell = fakeShell(structuredClone(unlocked), snapshot);
  shell.answers.parse_principals = (args) => judge(String(args.text));
});

const regionOf = (clusterName: string, code: string) => {
  const found = snapshot.clusters
    .find((c) => c.name === clusterName)
    ?.regions.find((r) => r.region === code);
  if (!found) throw new Error(`no ${clusterName} ${code}`);
  return found;
};
const clusterId = (name: string) => snapshot.clusters.find((c) => c.name === name)?.id;

async function openAccess(cluster = "orders", code = "us-west-2") {
  const app = renderApp(`/endpoints?region=${regionOf(cluster, code).id}&tab=access`);
  const field = await screen.findByRole("textbox", { name: "Who may connect" });
  return { ...app, field };
}

/** The same, once the service no longer returns who may connect there. */
const unread = (cluster: string, code: string): Snapshot => ({
  ...snapshot,
  version: snapshot.version + 1,
  clusters: snapshot.clusters.map((c) =>
    c.name !== cluster
      ? c
      : {
          ...c,
          regions: c.regions.map((r) =>
            r.region === code && r.endpoint.kind === "present"
              ? { ...r, endpoint: { ...r.endpoint, principals: null } }
              : r,
          ),
        },
  ),
});

const list = () => screen.getByRole("list", { name: "Who may connect" });
const line = (text: string) => {
  const found = within(list())
    .getAllByRole("listitem")
    .find((li) => li.textContent?.includes(text));
  if (!found) throw new Error(`no line with ${text}`);
  return found;
};
const footer = () => within(screen.getByRole("complementary")).getByRole("contentinfo");

const step = (change: Partial<Step> = {}): Step => ({
  regionId: regionOf("orders", "us-west-2").id,
  region: "us-west-2",
  cloud: "aws",
  pseId: "p",
  action: "edit",
  before: [payments, batch].map(principal),
  after: [payments, audit].map(principal),
  added: [principal(audit)],
  removed: [principal(batch)],
  theirs: null,
  conflicts: [],
  warnings: [],
  ...change,
});
const plan = (change: Partial<Plan> = {}, whole: Partial<BulkPlan> = {}): BulkPlan =>
  bulkPlan(
    [
      {
        id: "plan-1",
        clusterId: clusterId("orders") ?? "",
        clusterName: "orders",
        steps: [step()],
        blocked: null,
        ...change,
      },
    ],
    whole,
  );

describe("the principals editor", () => {
  it("is read-only if the service didn't return the principals, and keeps a draft until it does", async () => {
    const { user, field } = await openAccess();
    await user.type(field, `${audit}{Enter}`);
    await waitFor(() => expect(line(audit)).toBeVisible());
    const whole = snapshot;
    shell.snapshot = unread("orders", "us-west-2");
    await act(() => events.snapshotChanged.emit({ version: whole.version + 1 }));
    expect(await screen.findByText("Principals not read")).toBeVisible();
    expect(screen.queryByRole("textbox", { name: "Who may connect" })).toBeNull();
    expect(screen.getByRole("row", { name: "orders us-west-2" })).toHaveTextContent("Not read");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Read again" }));
    expect(shell.of("read_details").at(-1)).toMatchObject({
      regionId: regionOf("orders", "us-west-2").id,
    });
    shell.snapshot = { ...whole, version: whole.version + 2 };
    await act(() => events.snapshotChanged.emit({ version: whole.version + 2 }));
    await waitFor(() => expect(line(audit)).toHaveTextContent(/add/i));
  });

  it("splits pasted text: valid principals are added, the rest shows what is wrong", async () => {
    const { user, field } = await openAccess();
    await user.click(field);
    await user.paste(`${audit},\n"7301-5582-4961" ${payments}; nonsense`.replace(";", ""));
    await waitFor(() => expect(line(audit)).toHaveTextContent("add"));
    expect(line("7301-5582-4961")).toHaveTextContent("An ARN begins with arn:.");
    expect(line("nonsense")).toHaveTextContent("An ARN begins with arn:.");
    expect(within(list()).getAllByText(payments)).toHaveLength(1);
    expect(footer()).toHaveTextContent("2 unrecognized entries");
    expect(within(footer()).getByRole("button", { name: /Review/ })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await expectAccessible();
  });

  it("uses the first suggestion on Tab, another by its button, and removes the rest", async () => {
    const { user, field } = await openAccess();
    await user.type(field, "730155824961{Enter}");
    await screen.findByRole("button", { name: "Use arn:aws:iam::730155824961:root" });
    await user.keyboard("{Tab}");
    expect(line("arn:aws:iam::730155824961:root")).toHaveTextContent("add");
    expect(field).toHaveFocus();
    await user.type(field, "111122223333,rubbish,");
    await user.click(
      await screen.findByRole("button", { name: "Use arn:aws:iam::111122223333:root" }),
    );
    await user.click(await screen.findByRole("button", { name: "Remove unrecognized rubbish" }));
    expect(footer()).toHaveTextContent("2 added, in 1 region");
  });

  it("uses all suggestions of a messy paste at once, and removes the rest", async () => {
    const { user, field } = await openAccess();
    await user.click(field);
    await user.paste("1122-3344-5566 1122-3344-5577 nonsense gibberish");
    await user.click(await screen.findByRole("button", { name: "Use all 2 suggestions" }));
    expect(line("arn:aws:iam::112233445566:root")).toHaveTextContent("add");
    expect(line("arn:aws:iam::112233445577:root")).toHaveTextContent("add");
    expect(footer()).toHaveTextContent("2 unrecognized entries");
    await user.click(screen.getByRole("button", { name: "Remove all 2 unrecognized" }));
    expect(footer()).toHaveTextContent("2 added");
    expect(field).toHaveFocus();
  });

  it("marks the endpoint's row while it has unsent changes", async () => {
    const { user, field } = await openAccess();
    await user.type(field, `${audit}{Enter}`);
    const row = await screen.findByRole("row", { name: /^orders us-west-2/ });
    expect(within(row).getByTitle("Unsent changes")).toBeVisible();
    await user.click(within(footer()).getByRole("button", { name: "Discard" }));
    expect(within(row).queryByTitle("Unsent changes")).not.toBeInTheDocument();
  });

  it("strikes a removed principal through until it is restored", async () => {
    const { user } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    expect(line(batch)).toHaveTextContent("remove");
    expect(footer()).toHaveTextContent("1 removed, in 1 region");
    expect(screen.getByText(/only stops new connections/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: `Keep ${batch}` }));
    expect(footer()).toHaveTextContent("No changes");
  });

  it("restores a removed principal when it is typed again", async () => {
    const { user, field } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    await user.type(field, `${batch}{Enter}`);
    await waitFor(() => expect(footer()).toHaveTextContent("No changes"));
  });

  it("selects the last item with Backspace, and removes it with another", async () => {
    const { user, field } = await openAccess();
    await user.click(field);
    await user.keyboard("{Backspace}");
    expect(line(batch)).toHaveFocus();
    await user.keyboard("{Backspace}");
    expect(line(batch)).toHaveTextContent("remove");
    await waitFor(() => expect(line(payments)).toHaveFocus());
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(field).toHaveFocus();
  });

  it("shows a warning at the principal", async () => {
    const { user, field } = await openAccess();
    await user.type(field, "*{Enter}");
    await waitFor(() => expect(line("*")).toHaveTextContent("Any AWS account may ask to connect."));
  });

  it("keeps what was typed when it can't be checked", async () => {
    const { user, field } = await openAccess();
    shell.answers.parse_principals = () => refuse({ message: "The page asked for nonsense." });
    await user.type(field, "rubbish{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("The page asked for nonsense.");
    expect(field).toHaveValue("rubbish");
  });

  it("keeps a draft while another endpoint is open, until it is discarded", async () => {
    const { user } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    await user.click(await screen.findByRole("row", { name: "orders us-east-1" }));
    await screen.findByRole("complementary", { name: "orders · us-east-1" });
    expect(footer()).toHaveTextContent("No changes");
    await user.click(screen.getByRole("row", { name: "orders us-west-2" }));
    await waitFor(() => expect(footer()).toHaveTextContent("1 removed"));
    await user.click(within(footer()).getByRole("button", { name: "Discard" }));
    expect(footer()).toHaveTextContent("No changes");
  });

  it("shows what someone else changed meanwhile, and keeps both", async () => {
    const { user } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    const region = regionOf("orders", "us-west-2");
    const endpoint = region.endpoint as Extract<Endpoint, { kind: "present" }>;
    const changed = {
      ...region,
      endpoint: { ...endpoint, principals: [...(endpoint.principals ?? []), principal(audit)] },
    };
    shell.snapshot = {
      ...snapshot,
      version: snapshot.version + 1,
      clusters: snapshot.clusters.map((c) =>
        c.name === "orders"
          ? { ...c, regions: c.regions.map((r) => (r.id === region.id ? changed : r)) }
          : c,
      ),
    };
    await act(() => events.snapshotChanged.emit({ version: snapshot.version + 1 }));
    expect(
      await screen.findByText("Someone else changed this list while you were editing"),
    ).toBeVisible();
    expect(line(audit)).not.toHaveTextContent("add");
    expect(line(batch)).toHaveTextContent("remove");
  });
});

describe("the review", () => {
  async function review() {
    const app = await openAccess();
    await app.user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    await app.user.type(app.field, `${audit}{Enter}`);
    await waitFor(() => expect(footer()).toHaveTextContent("1 added, 1 removed, in 1 region"));
    return app;
  }

  it("opens on Ctrl+Enter with the list that the user saw and the list that they want", async () => {
    shell.answers.plan_bulk = () => plan();
    const { user, field } = await review();
    await user.click(screen.getByRole("checkbox", { name: "us-east-1" }));
    expect(footer()).toHaveTextContent("1 added, 1 removed, in 2 regions");
    await user.click(field);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("dialog", { name: "Review changes to orders" });
    const edit = { kind: "edit", mine: [payments, audit] };
    expect(shell.of("plan_bulk")).toEqual([
      {
        goal: {
          kind: "drafts",
          drafts: [
            {
              clusterId: clusterId("orders"),
              regionChanges: [
                { ...edit, regionId: regionOf("orders", "us-west-2").id, base: [payments, batch] },
                { ...edit, regionId: regionOf("orders", "us-east-1").id, base: [payments] },
              ],
            },
          ],
        },
      },
    ]);
    expect(shell.of("apply_bulk")).toEqual([]);
  });

  it("includes what is still in the field, and doesn't open if that is invalid", async () => {
    shell.answers.plan_bulk = () => plan();
    const { user, field } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    await user.type(field, "rubbish{Control>}{Enter}{/Control}");
    await waitFor(() => expect(footer()).toHaveTextContent("1 unrecognized entry"));
    expect(shell.of("plan_bulk")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Remove unrecognized rubbish" }));
    await user.type(field, `${audit}{Control>}{Enter}{/Control}`);
    await screen.findByRole("dialog", { name: "Review changes to orders" });
    expect(shell.of("plan_bulk")).toMatchObject([
      { goal: { drafts: [{ regionChanges: [{ kind: "edit", mine: [payments, audit] }] }] } },
    ]);
  });

  it("includes what leaving the field added to the list", async () => {
    shell.answers.plan_bulk = () => plan();
    const { user, field } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    await user.type(field, audit);
    await user.click(within(footer()).getByRole("button", { name: /Review/ }));
    await screen.findByRole("dialog", { name: "Review changes to orders" });
    expect(shell.of("plan_bulk")).toMatchObject([
      { goal: { drafts: [{ regionChanges: [{ kind: "edit", mine: [payments, audit] }] }] } },
    ]);
  });

  it("shows additions, removals and warnings, sends on the button, and follows the change until it is confirmed", async () => {
    const text = "The 2 connections that the endpoint has now stay up.";
    shell.answers.plan_bulk = () =>
      plan({ steps: [step({ warnings: [{ kind: "connections-stay", text }] })] });
    const change = (state: StepState): Change => changeOf(plan().plans[0] as Plan, state);
    let now: Change[] = [];
    shell.answers.changes = () => now;
    shell.answers.apply_bulk = () => {
      now = [change({ kind: "sending" })];
      return now;
    };
    const { user } = await review();
    await user.click(within(footer()).getByRole("button", { name: /Review/ }));
    const dialog = await screen.findByRole("dialog", { name: "Review changes to orders" });
    expect(await within(dialog).findByText(text)).toBeVisible();
    expect(within(dialog).getByRole("list", { name: "Changes in us-west-2" })).toHaveTextContent(
      `−remove${batch}+add${audit}`,
    );
    await expectAccessible(dialog);
    await user.click(within(dialog).getByRole("button", { name: "Apply change" }));
    expect(shell.of("apply_bulk")).toEqual([{ batch: "batch-1", confirmations: [], exclude: [] }]);
    const progress = await screen.findByRole("dialog", { name: "Changes to orders" });
    expect(progress).toHaveTextContent("Sending");
    now = [change({ kind: "accepted", since: new Date().toISOString() })];
    await act(() => events.changesChanged.emit());
    expect(await within(progress).findByText("Accepted")).toBeVisible();
    await user.click(within(progress).getByRole("button", { name: "Hide" }));
    expect(await screen.findByRole("button", { name: /^orders.*applying/ })).toBeVisible();
    now = [{ ...change({ kind: "confirmed", at: new Date().toISOString() }), finished: true }];
    await act(() => events.changesChanged.emit());
    expect(await screen.findByText("orders: confirmed")).toBeVisible();
    expect(footer()).toHaveTextContent("No changes");
  });

  it("asks for a typed confirmation of what can't be undone", async () => {
    shell.answers.plan_bulk = () =>
      plan({ steps: [step({ action: "delete", added: [], after: [] })] });
    shell.answers.to_type = () => ["orders"];
    const { user } = renderApp(`/endpoints?region=${regionOf("orders", "us-west-2").id}`);
    await user.click(await screen.findByRole("button", { name: "Delete endpoint…" }));
    const dialog = await screen.findByRole("dialog", { name: "Review changes to orders" });
    const send = within(dialog).getByRole("button", { name: "Delete endpoint" });
    await user.click(send);
    expect(shell.of("apply_bulk")).toEqual([]);
    await user.type(
      within(dialog).getByRole("textbox", { name: "Type orders to confirm" }),
      "orders",
    );
    await user.click(send);
    await waitFor(() =>
      expect(shell.of("apply_bulk")).toEqual([
        { batch: "batch-1", confirmations: ["orders"], exclude: [] },
      ]),
    );
    expect(shell.of("plan_bulk")).toEqual([
      {
        goal: {
          kind: "drafts",
          drafts: [
            {
              clusterId: clusterId("orders"),
              regionChanges: [{ kind: "delete", regionId: regionOf("orders", "us-west-2").id }],
            },
          ],
        },
      },
    ]);
  });

  it("lets the user decide if both sides changed the same principal", async () => {
    const conflict = {
      kind: "principal",
      principal: principal(batch),
      mine: "removed",
      theirs: "added",
    } as const;
    shell.answers.plan_bulk = () => plan({ steps: [step({ conflicts: [conflict] })] });
    shell.answers.decide_plan = () => plan();
    const { user } = await review();
    await user.click(within(footer()).getByRole("button", { name: /Review/ }));
    const dialog = await screen.findByRole("dialog", { name: "Review changes to orders" });
    expect(await within(dialog).findByText(/you removed it, they added it/)).toBeVisible();
    expect(within(dialog).getByRole("button", { name: "Apply change" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await user.click(within(dialog).getByRole("button", { name: "Keep theirs" }));
    await waitFor(() =>
      expect(within(dialog).getByRole("button", { name: "Apply change" })).not.toHaveAttribute(
        "aria-disabled",
      ),
    );
    expect(shell.of("decide_plan")).toEqual([
      { batch: "batch-1", decisions: { [step().regionId]: "theirs" } },
    ]);
  });

  it("says why it can't be sent now", async () => {
    const problem = {
      code: "forbidden",
      message: "The key may only read.",
      hint: "Use another key.",
    } as const;
    shell.answers.plan_bulk = () => plan({}, { blocked: problem });
    const { user } = await review();
    await user.click(within(footer()).getByRole("button", { name: /Review/ }));
    const dialog = await screen.findByRole("dialog", { name: "Review changes to orders" });
    expect(await within(dialog).findByRole("alert")).toHaveTextContent(
      "The key may only read.Use another key.",
    );
  });
});

it("creates endpoints with the same principals in several regions", async () => {
  shell.answers.plan_bulk = () => plan();
  const catalog = snapshot.clusters.find((c) => c.name === "catalog");
  const spare = { ...regionOf("catalog", "us-east-1"), id: "spare", region: "eu-west-1" };
  catalog?.regions.push(spare);
  const { user } = renderApp("/endpoints?q=catalog");
  const row = await screen.findByRole("row", { name: "catalog us-east-1" });
  await user.click(within(row).getByRole("button", { name: "Create endpoint" }));
  const field = await screen.findByRole("textbox", { name: "Who may connect" });
  await waitFor(() => expect(field).toHaveFocus());
  await user.type(field, `${audit}{Enter}`);
  await user.click(await screen.findByRole("checkbox", { name: "eu-west-1" }));
  expect(footer()).toHaveTextContent("2 endpoints, 1 principal");
  await expectAccessible();
  await user.click(within(footer()).getByRole("button", { name: /Review/ }));
  await waitFor(() =>
    expect(shell.of("plan_bulk")).toEqual([
      {
        goal: {
          kind: "drafts",
          drafts: [
            {
              clusterId: catalog?.id,
              regionChanges: [
                {
                  kind: "create",
                  regionId: regionOf("catalog", "us-east-1").id,
                  principals: [audit],
                },
                { kind: "create", regionId: "spare", principals: [audit] },
              ],
            },
          ],
        },
      },
    ]),
  );
});

it("copies the principals of another region when an endpoint is created", async () => {
  const { user } = renderApp("/endpoints?q=catalog");
  const row = await screen.findByRole("row", { name: "catalog us-east-1" });
  await user.click(within(row).getByRole("button", { name: "Create endpoint" }));
  await user.click(
    await screen.findByRole("button", { name: /^Copy \d+ principals? from us-west-2$/ }),
  );
  const from = regionOf("catalog", "us-west-2").endpoint;
  if (from.kind !== "present") throw new Error("no endpoint");
  for (const { text } of from.principals ?? []) expect(line(text)).toHaveTextContent("add");
});

it("recreates an endpoint that failed in one plan", async () => {
  const name = "invoices-and-dunning-for-the-whole-of-europe-blue";
  const { id } = regionOf(name, "eu-west-3");
  shell.answers.plan_bulk = () => plan();
  const { user } = renderApp(`/endpoints?region=${id}`);
  await user.click(await screen.findByRole("button", { name: "Recreate endpoint…" }));
  await waitFor(() =>
    expect(shell.of("plan_bulk")).toEqual([{ goal: { kind: "recreate", regions: [id] } }]),
  );
});

it("allows a change in a region whose last change wasn't confirmed in time", async () => {
  const other = regionOf("orders", "us-east-1");
  if (other.endpoint.kind !== "present") throw new Error("no endpoint");
  other.endpoint.pending = { added: [audit], removed: [], deleting: false, overdue: true };
  const { user } = await openAccess();
  await user.click(screen.getByRole("checkbox", { name: /^us-east-1/ }));
  expect(screen.getByRole("checkbox", { name: /^us-east-1/ })).toBeChecked();
});
