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
        cloud: "aws",
        steps: [step()],
        blocked: null,
        ...change,
      },
    ],
    whole,
  );

describe("the principals editor", () => {
  it("can't be edited where the service did not return who may connect, and a draft waits", async () => {
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

  it("takes a pasted mixture apart: what is valid is added, the rest says what is wrong and where", async () => {
    const { user, field } = await openAccess();
    await user.click(field);
    await user.paste(`${audit},\n"7301-5582-4961" ${payments}; nonsense`.replace(";", ""));
    await waitFor(() => expect(line(audit)).toHaveTextContent("add"));
    expect(line("7301-5582-4961")).toHaveTextContent("An ARN begins with arn:. (character 1)");
    expect(line("nonsense")).toHaveTextContent("An ARN begins with arn:.");
    expect(within(list()).getAllByText(payments)).toHaveLength(1);
    expect(footer()).toHaveTextContent("2 entries to mend or drop");
    expect(within(footer()).getByRole("button", { name: /Review/ })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await expectAccessible();
  });

  it("takes the first suggestion with Tab, another by its button, and drops what is left", async () => {
    const { user, field } = await openAccess();
    await user.type(field, "730155824961{Enter}");
    await screen.findByRole("button", { name: "Take arn:aws:iam::730155824961:root" });
    await user.keyboard("{Tab}");
    expect(line("arn:aws:iam::730155824961:root")).toHaveTextContent("add");
    expect(field).toHaveFocus();
    await user.type(field, "111122223333,rubbish,");
    await user.click(
      await screen.findByRole("button", { name: "Take arn:aws:iam::111122223333:root" }),
    );
    await user.click(await screen.findByRole("button", { name: "Drop rubbish" }));
    expect(footer()).toHaveTextContent("2 added, in 1 region");
  });

  it("strikes a removed principal through until it is kept after all", async () => {
    const { user } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    expect(line(batch)).toHaveTextContent("remove");
    expect(footer()).toHaveTextContent("1 removed, in 1 region");
    expect(screen.getByText(/stops new connections only/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: `Keep ${batch}` }));
    expect(footer()).toHaveTextContent("No changes");
  });

  it("takes back a removal when the principal is typed again", async () => {
    const { user, field } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    await user.type(field, `${batch}{Enter}`);
    await waitFor(() => expect(footer()).toHaveTextContent("No changes"));
  });

  it("selects the last line with Backspace, and removes it with another", async () => {
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

  it("warns where it stands of what deserves a second look", async () => {
    const { user, field } = await openAccess();
    await user.type(field, "*{Enter}");
    await waitFor(() => expect(line("*")).toHaveTextContent("Any AWS account may ask to connect."));
  });

  it("keeps what was typed when it can't be judged", async () => {
    const { user, field } = await openAccess();
    shell.answers.parse_principals = () => refuse({ message: "The page asked for nonsense." });
    await user.type(field, "rubbish{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("The page asked for nonsense.");
    expect(field).toHaveValue("rubbish");
  });

  it("keeps a draft while another endpoint is looked at, until it is discarded", async () => {
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

  it("shows what somebody else changed meanwhile, and keeps both", async () => {
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
      await screen.findByText("Somebody else changed this list since you began"),
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

  it("is opened by Ctrl+Enter with the list as the user saw it and as it shall be", async () => {
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
              wishes: [
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

  it("waits for what is still in the field, and for nothing that can't be read", async () => {
    shell.answers.plan_bulk = () => plan();
    const { user, field } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    await user.type(field, "rubbish{Control>}{Enter}{/Control}");
    await waitFor(() => expect(footer()).toHaveTextContent("1 entry to mend or drop"));
    expect(shell.of("plan_bulk")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Drop rubbish" }));
    await user.type(field, `${audit}{Control>}{Enter}{/Control}`);
    await screen.findByRole("dialog", { name: "Review changes to orders" });
    expect(shell.of("plan_bulk")).toMatchObject([
      { goal: { drafts: [{ wishes: [{ kind: "edit", mine: [payments, audit] }] }] } },
    ]);
  });

  it("waits for what the click on its button took into the list", async () => {
    shell.answers.plan_bulk = () => plan();
    const { user, field } = await openAccess();
    await user.click(screen.getByRole("button", { name: `Remove ${batch}` }));
    await user.type(field, audit);
    await user.click(within(footer()).getByRole("button", { name: /Review/ }));
    await screen.findByRole("dialog", { name: "Review changes to orders" });
    expect(shell.of("plan_bulk")).toMatchObject([
      { goal: { drafts: [{ wishes: [{ kind: "edit", mine: [payments, audit] }] }] } },
    ]);
  });

  it("shows plus, minus and warnings, sends after the button, and follows the change until it is confirmed", async () => {
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
    expect(shell.of("apply_bulk")).toEqual([{ batch: "batch-1", confirmations: [], leaveOut: [] }]);
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

  it("asks to type what can't be undone", async () => {
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
        { batch: "batch-1", confirmations: ["orders"], leaveOut: [] },
      ]),
    );
    expect(shell.of("plan_bulk")).toEqual([
      {
        goal: {
          kind: "drafts",
          drafts: [
            {
              clusterId: clusterId("orders"),
              wishes: [{ kind: "delete", regionId: regionOf("orders", "us-west-2").id }],
            },
          ],
        },
      },
    ]);
  });

  it("lets the user decide where both sides touched the same principal", async () => {
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

it("makes endpoints with one list in several regions", async () => {
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
              wishes: [
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

it("lets a region be changed whose last change was not confirmed in time", async () => {
  const other = regionOf("orders", "us-east-1");
  if (other.endpoint.kind !== "present") throw new Error("no endpoint");
  other.endpoint.pending = { added: [audit], removed: [], deleting: false, overdue: true };
  const { user } = await openAccess();
  await user.click(screen.getByRole("checkbox", { name: /^us-east-1/ }));
  expect(screen.getByRole("checkbox", { name: /^us-east-1/ })).toBeChecked();
});
