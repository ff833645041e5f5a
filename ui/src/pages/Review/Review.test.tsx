import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type BulkPlan, type Change, events } from "../../ipc";
import { renderApp } from "../../test/app";
import { unlocked } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { demo } from "../../test/fixtures";
import { expectAccessible } from "../../test/page";
import { audit, bulkPlan, changeOf, plansOver } from "../../test/plans";

vi.setConfig({ testTimeout: 40_000 });
let shell: FakeShell;

const clusters = ["alpha", "beta", "gamma", "delta"];
const regions = ["east", "west"];

beforeEach(() => {
  shell = fakeShell(structuredClone(unlocked), demo());
  shell.answers.plan_bulk = () => bulkPlan(plansOver(clusters, regions));
});

/** Opens the review of a deletion; the fake shell answers with the plan. */
async function open() {
  const app = renderApp();
  await app.user.click(await screen.findByRole("checkbox", { name: "Select orders" }));
  await app.user.click(await screen.findByRole("button", { name: "Delete…" }));
  const sheet = await screen.findByRole("dialog", { name: /^Review/ });
  await waitFor(() => expect(sheet).toHaveTextContent("endpoints in"));
  return { ...app, sheet };
}

const apply = (sheet: HTMLElement) =>
  within(sheet).getByRole("button", { name: /^(Apply|Delete)/ });
const steps = (sheet: HTMLElement) =>
  within(sheet)
    .getAllByRole("region")
    .map((r) => r.getAttribute("aria-label"))
    .filter((name) => name?.startsWith("Change access"));
const applied = () => shell.of("apply_bulk");

describe("the review of many steps", () => {
  it("shows them by cluster, with added and removed principals", async () => {
    const { sheet } = await open();
    expect(sheet).toHaveTextContent("8 endpoints in 4 clusters");
    expect(within(sheet).getByRole("heading", { name: "alpha" })).toBeVisible();
    const step = within(sheet).getByRole("region", { name: "Change access in alpha west" });
    expect(step).toHaveTextContent(`add${audit.text}`);
    expect(sheet).toHaveTextContent("Nothing has been sent yet.");
    await expectAccessible(sheet);
  });

  it("can be searched, and filtered by warnings", async () => {
    shell.answers.plan_bulk = () => {
      const plans = plansOver(clusters, regions);
      const one = plans[2]?.steps[1];
      if (one) one.warnings = [{ kind: "last-removed", text: "Nobody will be left." }];
      return bulkPlan(plans);
    };
    const { user, sheet } = await open();
    expect(steps(sheet)[0]).toBe("Change access in gamma west");
    await user.type(within(sheet).getByRole("searchbox", { name: "Search the plan" }), "beta");
    await waitFor(() =>
      expect(steps(sheet)).toEqual(["Change access in beta east", "Change access in beta west"]),
    );
    expect(sheet).toHaveTextContent("2 steps shown");
    await user.clear(within(sheet).getByRole("searchbox", { name: "Search the plan" }));
    await user.click(within(sheet).getByRole("radio", { name: "Warnings 1" }));
    expect(steps(sheet)).toEqual(["Change access in gamma west"]);
    await user.click(within(sheet).getByRole("radio", { name: "Conflicts 0" }));
    expect(sheet).toHaveTextContent("No matches");
  });

  it("keeps a reason, a ticket and a date with the change, all of them optional", async () => {
    shell.answers.apply_bulk = () => [];
    shell.answers.note_plan = () =>
      refuse({ code: "invalid", message: "“soon” isn't a date.", hint: "Enter year, month, day." });
    const { user, sheet } = await open();
    const about = within(within(sheet).getByRole("region", { name: "About this change" }));
    await user.type(about.getByRole("textbox", { name: "Reason (optional)" }), "Load test");
    await user.type(about.getByRole("textbox", { name: "Ticket (optional)" }), "OPS-1");
    const until = about.getByRole("textbox", { name: "Access until (optional)" });
    await user.type(until, "soon");
    await expectAccessible(sheet);
    await user.click(apply(sheet));
    await within(sheet).findByText("“soon” isn't a date.");
    expect(applied()).toEqual([]);
    shell.answers.note_plan = () => null;
    await user.clear(until);
    await user.type(until, "2026-12-31");
    await user.click(apply(sheet));
    await waitFor(() => expect(applied()).toHaveLength(1));
    const note = { reason: "Load test", ticket: "OPS-1", until: "2026-12-31" };
    expect(shell.of("note_plan").at(-1)).toEqual({ batch: "batch-1", note });
  });

  it("excludes a step or a cluster that is unchecked", async () => {
    shell.answers.apply_bulk = () => [];
    const { user, sheet } = await open();
    await user.click(within(sheet).getByRole("checkbox", { name: "Include all of alpha" }));
    await user.click(
      within(sheet).getByRole("checkbox", { name: "Include: Change access in beta east" }),
    );
    expect(within(sheet).getByRole("checkbox", { name: "Include all of beta" })).toHaveAttribute(
      "aria-checked",
      "mixed",
    );
    expect(sheet).toHaveTextContent("5 endpoints in 3 clusters");
    expect(sheet).toHaveTextContent("3 excluded");
    await user.click(within(sheet).getByRole("button", { name: "Apply 5 changes" }));
    await waitFor(() =>
      expect(applied()).toEqual([
        {
          batch: "batch-1",
          confirmations: [],
          exclude: ["alpha/east", "alpha/west", "beta/east"],
        },
      ]),
    );
  });

  it("lists skipped endpoints with the reason, and counts those already up to date", async () => {
    shell.answers.plan_bulk = () =>
      bulkPlan(plansOver(["alpha", "beta"], ["east"]), {
        unchanged: 4,
        skipped: [{ clusterName: "ledger", region: "westus3", reason: "It is on Azure." }],
      });
    const { sheet } = await open();
    expect(within(sheet).getByRole("heading", { name: "1 endpoint skipped" })).toBeVisible();
    expect(sheet).toHaveTextContent("ledger westus3It is on Azure.");
    expect(sheet).toHaveTextContent("4 endpoints already up to date");
  });

  it("asks the user to type each text once before anything is sent", async () => {
    shell.answers.to_type = () => ["*", "delta west"];
    shell.answers.apply_bulk = () => [];
    const { user, sheet } = await open();
    const confirm = within(sheet).getByRole("region", { name: "Confirm" });
    const [any, name] = within(confirm).getAllByRole("textbox");
    if (!any || !name) throw new Error("no fields");
    expect(any).toHaveAccessibleName("Type * to confirm");
    expect(name).toHaveAccessibleName("Type delta west to confirm");
    await expectAccessible(sheet);
    await user.type(any, "*");
    await user.click(apply(sheet));
    expect(applied()).toEqual([]);
    await user.type(name, "delta west");
    await user.click(apply(sheet));
    await waitFor(() =>
      expect(applied()).toEqual([
        { batch: "batch-1", confirmations: ["*", "delta west"], exclude: [] },
      ]),
    );
  });

  it("updates what has to be typed when steps are excluded", async () => {
    let answer = (_: string[]) => {};
    shell.answers.to_type = ({ exclude }) =>
      (exclude as string[]).length === 0
        ? ["delete 8 endpoints"]
        : new Promise<string[]>((done) => {
            answer = done;
          });
    shell.answers.apply_bulk = () => [];
    const { user, sheet } = await open();
    await user.type(
      await within(sheet).findByRole("textbox", { name: "Type delete 8 endpoints to confirm" }),
      "delete 8 endpoints",
    );
    expect(apply(sheet)).not.toHaveAttribute("aria-disabled");
    await user.click(within(sheet).getByRole("checkbox", { name: "Include all of alpha" }));
    expect(apply(sheet)).toHaveAttribute("aria-disabled", "true");
    answer(["delete 6 endpoints"]);
    await user.type(
      await within(sheet).findByRole("textbox", { name: "Type delete 6 endpoints to confirm" }),
      "delete 6 endpoints",
    );
    await user.click(apply(sheet));
    await waitFor(() =>
      expect(applied()).toEqual([
        {
          batch: "batch-1",
          confirmations: ["delete 6 endpoints"],
          exclude: ["alpha/east", "alpha/west"],
        },
      ]),
    );
  });

  it("applies the rest when one cluster can't be changed now", async () => {
    shell.answers.plan_bulk = () => {
      const plans = plansOver(["alpha", "beta"], regions);
      const [first] = plans;
      if (first) first.blocked = { code: "other", message: "alpha is paused.", hint: "Resume it." };
      return bulkPlan(plans);
    };
    shell.answers.apply_bulk = () => [];
    const { user, sheet } = await open();
    expect(sheet).toHaveTextContent(
      "alpha is paused.Resume it. Nothing will be sent for this cluster.",
    );
    await user.click(within(sheet).getByRole("button", { name: "Apply 2 changes" }));
    await waitFor(() => expect(applied()).toHaveLength(1));
    expect(applied()[0]?.exclude).toEqual(["alpha/east", "alpha/west"]);
  });

  it("waits until every conflict is resolved, then plans again", async () => {
    const title = "Imported: Add 1 principal to 4 endpoints";
    const skipped = [{ clusterName: "ledger", region: "westus3", reason: "is on Azure" }];
    shell.answers.plan_bulk = () => {
      const plans = plansOver(["alpha", "beta"], regions);
      for (const p of plans)
        for (const s of p.steps.slice(0, 1)) s.conflicts = [{ kind: "vanished" }];
      return bulkPlan(plans, { title, skipped });
    };
    shell.answers.decide_plan = () =>
      bulkPlan(plansOver(["alpha", "beta"], regions), { id: "batch-2", title, skipped });
    shell.answers.apply_bulk = () => [];
    const { user, sheet } = await open();
    expect(apply(sheet)).toHaveAccessibleDescription("");
    expect(apply(sheet)).toHaveAttribute("aria-disabled", "true");
    const step = (name: string) =>
      within(within(sheet).getByRole("region", { name: `Change access in ${name}` }));
    await user.click(step("alpha east").getByRole("button", { name: "Create it again" }));
    expect(shell.of("decide_plan")).toEqual([]);
    expect(step("alpha east").getByRole("button", { name: "Create it again" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await user.click(step("beta east").getByRole("button", { name: "Leave it deleted" }));
    await waitFor(() =>
      expect(shell.of("decide_plan")).toEqual([
        { batch: "batch-1", decisions: { "alpha/east": "mine", "beta/east": "theirs" } },
      ]),
    );
    await waitFor(() => expect(apply(sheet)).not.toHaveAttribute("aria-disabled"));
    expect(sheet).toHaveAccessibleName(`Review: ${title}`);
    expect(sheet).toHaveTextContent("1 endpoint skipped");
    expect(shell.of("plan_bulk")).toHaveLength(1);
    await user.click(apply(sheet));
    await waitFor(() => expect(applied()[0]?.batch).toBe("batch-2"));
  });

  it("can be copied as ybm commands and exported to a file", async () => {
    shell.answers.save_made = () => "/home/me/plan.json";
    const { user, sheet } = await open();
    const all = within(sheet).getByRole("checkbox", { name: "Include all of beta" });
    await user.click(all);
    await user.click(within(sheet).getByRole("button", { name: "Copy as ybm commands" }));
    const exclude = ["beta/east", "beta/west"];
    const what = { batch: "batch-1", exclude };
    await waitFor(() =>
      expect(shell.of("copy_made")).toEqual([{ what: { kind: "plan-commands", ...what } }]),
    );
    await user.click(within(sheet).getByRole("button", { name: "Export plan…" }));
    await waitFor(() =>
      expect(shell.of("save_made")).toEqual([{ what: { kind: "plan", ...what } }]),
    );
    expect(await screen.findByText("without 2 excluded steps")).toBeVisible();
    expect(await screen.findByText("Saved the plan without 2 excluded steps")).toBeVisible();
    expect(applied()).toEqual([]);
  });

  it("puts only the visible ones of thousands of steps into the document", async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `cluster-${i}`);
    shell.answers.plan_bulk = () => bulkPlan(plansOver(names, ["a", "b", "c", "d", "e"]));
    const { user, sheet } = await open();
    expect(sheet).toHaveTextContent("5,000 endpoints in 1,000 clusters");
    expect(steps(sheet).length).toBeLessThan(40);
    await user.type(
      within(sheet).getByRole("searchbox", { name: "Search the plan" }),
      "cluster-999",
    );
    await waitFor(() => expect(steps(sheet)[0]).toBe("Change access in cluster-999 a"));
    expect(within(sheet).getByRole("button", { name: "Apply 5,000 changes" })).toBeVisible();
  });

  it("says when there is nothing to do", async () => {
    shell.answers.plan_bulk = () => bulkPlan([], { unchanged: 3 });
    const { user } = renderApp();
    await user.click(await screen.findByRole("checkbox", { name: "Select orders" }));
    await user.click(await screen.findByRole("button", { name: "Delete…" }));
    const sheet = await screen.findByRole("dialog", { name: /^Review/ });
    expect(await within(sheet).findByText("Nothing to do")).toBeVisible();
    expect(within(sheet).queryByRole("button", { name: /^Apply/ })).not.toBeInTheDocument();
  });

  it("plans again when the plan is out of date", async () => {
    shell.answers.apply_bulk = () =>
      refuse({ code: "stale", message: "This plan is not known any more.", hint: "Review again." });
    const { user, sheet } = await open();
    await user.click(apply(sheet));
    expect(await within(sheet).findByRole("alert")).toHaveTextContent("not known any more");
    await user.click(within(sheet).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(shell.of("plan_bulk")).toHaveLength(2));
  });
});

describe("a batch in progress", () => {
  let now: Change[] = [];
  const become = async (changes: Change[]) => {
    now = changes;
    await act(() => events.changesChanged.emit());
  };
  const plans = plansOver(["alpha", "beta"], regions);
  const running = (alpha: Change["steps"][0]["state"], change: Partial<Change> = {}) =>
    plans.map((p, i) => changeOf(p, i === 0 ? alpha : { kind: "planned" }, change));

  async function start() {
    shell.answers.plan_bulk = () => bulkPlan(plans);
    shell.answers.changes = () => now;
    shell.answers.apply_bulk = () => {
      now = running({ kind: "sending" });
      return now;
    };
    now = [];
    const app = await open();
    await app.user.click(apply(app.sheet));
    const sheet = await screen.findByRole("dialog", { name: "Add 1 principal to 4 endpoints" });
    return { ...app, sheet };
  }

  it("shows the state of each step and of the whole, and announces it", async () => {
    const { sheet } = await start();
    expect(sheet).toHaveTextContent("2 in progress, 2 queued · 4 endpoints in 2 clusters");
    expect(within(sheet).getByRole("progressbar")).toHaveAttribute("aria-valuenow", "0");
    await become(running({ kind: "waiting", reason: "The cluster is busy: edit cluster." }));
    const step = () => within(sheet).getByRole("region", { name: "Change access in alpha east" });
    await waitFor(() => expect(step()).toHaveTextContent("Waiting"));
    expect(step()).toHaveTextContent("The cluster is busy: edit cluster.");
    await become(running({ kind: "confirmed", at: new Date().toISOString() }));
    await waitFor(() => expect(step()).toHaveTextContent("Confirmed"));
    expect(within(sheet).getByRole("progressbar")).toHaveAttribute("aria-valuenow", "2");
    expect(within(sheet).getByRole("status")).toHaveTextContent("2 confirmed, 2 queued");
    await expectAccessible(sheet);
  });

  it("finishes what was sent when it is canceled, and sends nothing more", async () => {
    const { user, sheet } = await start();
    await user.click(within(sheet).getByRole("button", { name: "Cancel" }));
    expect(shell.of("cancel_batch")).toEqual([{ batch: "batch-1" }]);
    const [alpha, beta] = plans;
    if (!alpha || !beta) throw new Error("no plan");
    await become([
      changeOf(alpha, { kind: "accepted", since: new Date().toISOString() }, { cancelled: true }),
      changeOf(beta, { kind: "not-sent" }, { cancelled: true, finished: true }),
    ]);
    expect(
      await within(sheet).findByText(
        "Changes already sent are being finished. The rest won't be sent.",
      ),
    ).toBeVisible();
    expect(within(sheet).queryByRole("button", { name: "Cancel" })).not.toBeInTheDocument();
  });

  it("retries failed steps, all at once or one by one", async () => {
    const { user, sheet } = await start();
    const problem = { code: "other", message: "The service refused.", hint: "" } as const;
    await become(running({ kind: "failed", problem }, { finished: true }));
    await user.click(await within(sheet).findByRole("button", { name: "Retry 2 steps" }));
    expect(shell.of("retry_failed")).toEqual([{ batch: "batch-1" }]);
    const step = within(sheet).getByRole("region", { name: "Change access in alpha west" });
    expect(step).toHaveTextContent("The service refused.");
    await user.click(within(step).getByRole("button", { name: "Try again" }));
    expect(shell.of("retry_step")).toEqual([{ change: "plan-alpha", regionId: "alpha/west" }]);
    await user.click(within(sheet).getByRole("radio", { name: "Needs attention 2" }));
    expect(within(sheet).queryByText("beta")).not.toBeInTheDocument();
  });

  it("asks for a decision when someone else changed the same principal first", async () => {
    const { user, sheet } = await start();
    const conflict = {
      kind: "principal",
      principal: audit,
      mine: "added",
      theirs: "removed",
    } as const;
    await become(running({ kind: "conflict", conflicts: [conflict], now: [] }));
    await waitFor(() => expect(sheet).toHaveTextContent("2 need attention"));
    const step = within(sheet).getByRole("region", { name: "Change access in alpha east" });
    await user.click(within(step).getByRole("button", { name: "Keep theirs" }));
    expect(shell.of("decide")).toEqual([
      { change: "plan-alpha", regionId: "alpha/east", decision: "theirs" },
    ]);
    await expectAccessible(sheet);
  });

  it("continues in the sidebar while the sheet is closed, and says when it is done", async () => {
    const { user, sheet } = await start();
    await user.click(within(sheet).getByRole("button", { name: "Hide" }));
    const tray = await screen.findByRole("region", { name: "Changes in progress" });
    expect(tray).toHaveTextContent("Add 1 principal to 4 endpoints0 of 4 confirmed");
    const at = new Date().toISOString();
    await become(plans.map((p) => changeOf(p, { kind: "confirmed", at }, { finished: true })));
    expect(
      await screen.findByText("Add 1 principal to 4 endpoints: all 4 confirmed"),
    ).toBeVisible();
    await user.click(
      screen.getByRole("button", { name: "Dismiss Add 1 principal to 4 endpoints" }),
    );
    expect(shell.of("dismiss_batch")).toEqual([{ batch: "batch-1" }]);
  });
});

describe("a review whose clusters take long to read", () => {
  const offline = { code: "offline" as const, message: "No answer.", hint: "Try it again." };
  const missing = (names: readonly string[]) =>
    names.map((name) => ({ clusterId: `id-${name}`, clusterName: name, problem: offline }));

  /** A plan over all clusters of which some could not be read. */
  function half(names: readonly string[]) {
    const plans = plansOver(clusters, regions);
    for (const plan of plans) if (names.includes(plan.clusterName)) plan.blocked = offline;
    return bulkPlan(plans, { unread: missing(names) });
  }

  it("shows the progress of reading, and can skip the rest", async () => {
    let read = (_: BulkPlan) => {};
    shell.answers.plan_bulk = () =>
      new Promise<BulkPlan>((done) => {
        read = done;
      });
    shell.answers.reading = () => ({ id: 7, read: 53, failed: 2, total: 334 });
    shell.answers.stop_reading = () => {
      read(half(["gamma", "delta"]));
      return null;
    };
    const app = renderApp();
    await app.user.click(await screen.findByRole("checkbox", { name: "Select orders" }));
    await app.user.click(await screen.findByRole("button", { name: "Delete…" }));
    const sheet = await screen.findByRole("dialog", { name: "Review changes" });
    await waitFor(() => expect(sheet).toHaveTextContent("53 of 334 clusters read, 2 failed"));
    await expectAccessible(sheet);
    await app.user.click(within(sheet).getByRole("button", { name: "Skip the rest and review" }));
    await waitFor(() => expect(shell.of("stop_reading")).toEqual([{ id: 7 }]));
    await waitFor(() => expect(sheet).toHaveTextContent("2 clusters could not be read"));
  });

  it("stops reading when the user leaves", async () => {
    shell.answers.plan_bulk = () => new Promise(() => {});
    shell.answers.reading = () => ({ id: 3, read: 0, failed: 0, total: 334 });
    const app = renderApp();
    await app.user.click(await screen.findByRole("checkbox", { name: "Select orders" }));
    await app.user.click(await screen.findByRole("button", { name: "Delete…" }));
    await screen.findByText("0 of 334 clusters read");
    await app.user.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(shell.of("stop_reading")).toEqual([{ id: 3 }]));
  });

  it("applies the rest when some clusters could not be read", async () => {
    shell.answers.plan_bulk = () => half(["gamma", "delta"]);
    shell.answers.apply_bulk = () => [];
    const { user, sheet } = await open();
    expect(sheet).toHaveTextContent("4 endpoints in 2 clusters · 2 clusters not read");
    expect(steps(sheet)).toHaveLength(4);
    expect(within(sheet).getByRole("heading", { name: "2 clusters not read" })).toBeVisible();
    await expectAccessible(sheet);
    await user.click(within(sheet).getByRole("button", { name: "Apply 4 changes" }));
    await waitFor(() =>
      expect(applied()[0]?.exclude).toEqual([
        "gamma/east",
        "gamma/west",
        "delta/east",
        "delta/west",
      ]),
    );
  });

  it("reads only the failed clusters again, and keeps the user's choices", async () => {
    shell.answers.plan_bulk = () => half(["gamma", "delta"]);
    shell.answers.read_unread = () => bulkPlan(plansOver(clusters, regions), { id: "batch-2" });
    const { user, sheet } = await open();
    await user.click(within(sheet).getByRole("checkbox", { name: "Include all of alpha" }));
    await user.click(within(sheet).getByRole("button", { name: "Retry 2 clusters" }));
    await waitFor(() => expect(shell.of("read_unread")).toEqual([{ batch: "batch-1" }]));
    await within(sheet).findByRole("button", { name: "Apply 6 changes" });
    expect(sheet).not.toHaveTextContent("not read");
    expect(shell.of("plan_bulk")).toHaveLength(1);
  });

  it("asks before it discards the user's choices", async () => {
    const { user, sheet } = await open();
    await user.click(within(sheet).getByRole("checkbox", { name: "Include all of alpha" }));
    await user.keyboard("{Escape}");
    const question = { name: "Discard your choices in this review?" };
    const asked = await screen.findByRole("alertdialog", question);
    await user.click(within(asked).getByRole("button", { name: "Keep editing" }));
    await user.click(await screen.findByRole("button", { name: "Back" }));
    const again = await screen.findByRole("alertdialog", question);
    await user.click(within(again).getByRole("button", { name: "Discard" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});
