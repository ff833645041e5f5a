import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { events } from "../../ipc";
import { accessOf, findingsOf, names } from "../../test/access";
import { renderApp } from "../../test/app";
import { inventory, mayAll, unlocked, withStatus } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible } from "../../test/page";

vi.setConfig({ testTimeout: 30_000 });
let shell: FakeShell;
let book: Record<string, string>;

beforeEach(() => {
  shell = fakeShell(unlocked, inventory());
  book = { ...names };
  shell.answers.access = () =>
    shell.snapshot && {
      ...accessOf(shell.snapshot, book),
      findings: findingsOf(shell.snapshot),
    };
  shell.answers.finding_counts = () => ({ serious: 1, warnings: 3, notes: 3 });
});

const row = (name: RegExp) => screen.findByRole("row", { name });
const payments = /^Payments/;
const rename = "Rename Payments, 412907365518";
const regionOf = (cluster: string, code: string) => {
  const regions = shell.snapshot?.clusters.find((c) => c.name === cluster)?.regions;
  const found = regions?.find((r) => r.region === code);
  if (!found) throw new Error(`${cluster} has no region ${code}`);
  return found.id;
};

describe("by principal", () => {
  it("shows what each account reaches and since when, and no connections, which are the endpoint's", async () => {
    renderApp("/access");
    const line = await row(payments);
    expect(line).toHaveTextContent("4129 0736 5518");
    expect(line).toHaveTextContent("4 endpointsin 2 clusters");
    expect(line).toHaveTextContent(
      new Date("2025-03-03").toLocaleDateString(undefined, { dateStyle: "medium" }),
    );
    const heads = screen.getAllByRole("rowheader").map((th) => th.textContent);
    // Who can be anybody comes first, then those with a name.
    expect(heads[0]).toMatch(/^Anyone/);
    expect(heads[1]).toMatch(/^Finance/);
    expect(heads[2]).toMatch(/^Payments/);
    expect(screen.getByText("4 accounts")).toBeVisible();
    await expectAccessible();
  });

  it("opens a row to show and link each endpoint", async () => {
    const { user, address } = renderApp("/access");
    const opener = await screen.findByRole("button", { name: "What Payments reaches" });
    expect(opener).toHaveAttribute("aria-expanded", "false");
    await user.click(opener);
    expect(opener).toHaveAttribute("aria-expanded", "true");
    const line = await row(/^catalog ?us-west-2/);
    expect(line).toHaveTextContent("Ready");
    await expectAccessible();
    await user.click(within(line).getByRole("button", { name: /catalog ?us-west-2/ }));
    const id = regionOf("catalog", "us-west-2");
    await waitFor(() => expect(address()).toBe(`/endpoints?region=${id}&tab=access`));
  });

  it("says until when access was granted, and why", async () => {
    shell.answers.access = () => {
      if (!shell.snapshot) return null;
      const view = accessOf(shell.snapshot, book);
      for (const one of view.principals)
        for (const reach of one.reaches)
          reach.note = { reason: "Load test", ticket: "OPS-1", until: "2026-12-31" };
      return view;
    };
    const { user } = renderApp("/access");
    await user.click(await screen.findByRole("button", { name: "What Payments reaches" }));
    const line = await row(/^catalog ?us-west-2/);
    const until = within(line).getByText(/^until .*2026/);
    expect(until).toHaveAttribute("title", "Load test · OPS-1");
  });

  it("keeps a row open while the other view is shown", async () => {
    const { user } = renderApp("/access");
    const opener = () => screen.findByRole("button", { name: "What Payments reaches" });
    await user.click(await opener());
    await user.click(screen.getByRole("radio", { name: "By endpoint" }));
    await user.click(await screen.findByRole("radio", { name: "By principal" }));
    expect(await opener()).toHaveAttribute("aria-expanded", "true");
  });

  it("names an account in place, and removes the name", async () => {
    shell.answers.set_owner_name = (args) => {
      const owner = String(args.owner);
      if (typeof args.name === "string") book[owner] = args.name;
      else delete book[owner];
      void shell.become(shell.state);
    };
    const { user } = renderApp("/access");
    await user.click(await screen.findByRole("button", { name: "Name 730155824960" }));
    const field = screen.getByRole("textbox", { name: "Name of 730155824960" });
    expect(field).toHaveFocus();
    await user.keyboard("  Batch jobs {Enter}");
    const named = await screen.findByRole("button", { name: "Rename Batch jobs, 730155824960" });
    await waitFor(() => expect(named).toHaveFocus());
    expect(shell.of("set_owner_name")).toEqual([{ owner: "730155824960", name: "Batch jobs" }]);

    await user.click(named);
    await user.clear(screen.getByRole("textbox", { name: "Name of 730155824960" }));
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("button", { name: "Name 730155824960" })).toBeVisible();
    expect(shell.of("set_owner_name").at(-1)).toEqual({ owner: "730155824960", name: null });
  });

  it("keeps the name on Escape, and says why a name is invalid", async () => {
    shell.answers.set_owner_name = () => refuse({ message: "A name is one line of text." });
    const { user } = renderApp("/access");
    await user.click(await screen.findByRole("button", { name: rename }));
    await user.keyboard("Nonsense{Escape}");
    expect(await screen.findByRole("button", { name: rename })).toBeVisible();
    expect(shell.of("set_owner_name")).toEqual([]);

    await user.click(screen.getByRole("button", { name: rename }));
    await user.keyboard("Nonsense{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("A name is one line of text.");
    expect(screen.getByRole("textbox", { name: "Name of 412907365518" })).toHaveValue("Nonsense");
    await expectAccessible();
  });

  it("reviews revoking everywhere, and on one endpoint", async () => {
    const { user } = renderApp("/access");
    await user.click(await screen.findByRole("button", { name: "Revoke Payments everywhere" }));
    const everywhere = {
      kind: "remove-everywhere",
      principals: ["arn:aws:iam::412907365518:root"],
    };
    await waitFor(() => expect(shell.of("plan_bulk")).toEqual([{ goal: everywhere }]));
    await user.keyboard("{Escape}");
    await user.click(await screen.findByRole("button", { name: "What Payments reaches" }));
    await user.click(await screen.findByRole("button", { name: "Revoke on orders in eu-west-1" }));
    await waitFor(() =>
      expect(shell.of("plan_bulk").at(-1)).toEqual({
        goal: {
          kind: "remove",
          regions: [regionOf("orders", "eu-west-1")],
          principals: ["arn:aws:iam::412907365518:root"],
        },
      }),
    );
  });

  it("says why a read-only key can't revoke anything", async () => {
    const reason = "The role Viewer may not create, edit or delete endpoints.";
    const may = { ...mayAll, editEndpoints: reason };
    shell.state = withStatus({ kind: "unlocked", may, role: "Viewer", keyExpires: null });
    const { user } = renderApp("/access");
    const button = await screen.findByRole("button", { name: "Revoke Payments everywhere" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    await user.click(button);
    expect(shell.of("plan_bulk")).toEqual([]);
  });

  it("searches names, numbers and endpoints, and keeps the search in the address", async () => {
    const { user, address } = renderApp("/access");
    const field = await screen.findByRole("searchbox", { name: "Search access" });
    await user.type(field, "role/batch");
    await waitFor(() => expect(address()).toContain("q="));
    expect(screen.getByText("1 of 4 accounts")).toBeVisible();
    await user.clear(field);
    await user.type(field, "ledger");
    // A word of an endpoint leaves those endpoints, and opens the few rows that have them.
    expect(await row(/^ledger ?westus3/)).toBeVisible();
    await user.clear(field);
    await user.type(field, "nonsense");
    await user.click(await screen.findByRole("button", { name: "Show all" }));
    expect(await row(payments)).toBeVisible();
  });

  it("sorts by the number of endpoints", async () => {
    const { user } = renderApp("/access");
    await row(payments);
    const sort = screen.getByRole("button", { name: "Reaches" });
    await user.click(sort);
    await user.click(sort);
    expect(screen.getByRole("columnheader", { name: "Reaches" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
    expect(screen.getAllByRole("rowheader")[0]).toHaveTextContent("Payments");
  });
});

describe("by endpoint", () => {
  it("shows the principals of each endpoint", async () => {
    const { user, address } = renderApp("/access");
    await user.click(await screen.findByRole("radio", { name: "By endpoint" }));
    await waitFor(() => expect(address()).toBe("/access?by=endpoint"));
    const line = await row(/^orders ?us-west-2/);
    expect(line).toHaveTextContent("Payments, arn:aws:iam::730155824960:role/batch");
    await user.click(screen.getByRole("button", { name: "Who reaches orders in us-west-2" }));
    expect(
      await screen.findByRole("button", { name: "Revoke arn:aws:iam::730155824960:role/batch" }),
    ).toBeVisible();
    await expectAccessible();
  });

  it("shows an endpoint without principals", async () => {
    const catalog = shell.snapshot?.clusters.find((c) => c.name === "catalog");
    const endpoint = catalog?.regions[0]?.endpoint;
    if (endpoint?.kind !== "present") throw new Error("catalog has an endpoint");
    endpoint.principals = [];
    renderApp("/access?by=endpoint");
    const line = await row(/^catalog ?us-west-2/);
    expect(line).toHaveTextContent("None");
    expect(
      within(line).getByRole("button", { name: "Who reaches catalog in us-west-2" }),
    ).toBeDisabled();
  });

  it("says which principals the service didn't return, instead of showing none", async () => {
    const catalog = shell.snapshot?.clusters.find((c) => c.name === "catalog");
    const region = catalog?.regions[0];
    if (!catalog || region?.endpoint.kind !== "present") throw new Error("catalog has an endpoint");
    region.endpoint.principals = null;
    renderApp("/access?by=endpoint");
    expect(await row(/^catalog ?us-west-2/)).toHaveTextContent("Not read");
    expect(screen.getByText(/didn't return the principals of catalog in us-west-2/)).toBeVisible();
    await expectAccessible();
  });
});

describe("findings", () => {
  it("are shown with the most serious first", async () => {
    renderApp("/access?by=findings");
    const groups = await screen.findAllByRole("heading", { level: 2 });
    expect(groups.map((h) => h.textContent)).toEqual([
      "Open to anyone1",
      "Not in every region1",
      "API key1",
      "Reachable from the internet1",
      "No connections3",
    ]);
    expect(screen.getByRole("img", { name: "Serious" })).toBeVisible();
    await expectAccessible();
  });

  it("review each offered fix", async () => {
    const { user } = renderApp("/access?by=findings");
    const title = "7301…4960 role/batch can't connect in every region of orders";
    await user.click(await screen.findByRole("button", { name: `Add to 2 regions: ${title}` }));
    const add = {
      kind: "add",
      regions: [regionOf("orders", "eu-west-1"), regionOf("orders", "us-east-1")],
      principals: ["arn:aws:iam::730155824960:role/batch"],
    };
    await waitFor(() => expect(shell.of("plan_bulk")).toEqual([{ goal: add }]));
    await user.keyboard("{Escape}");
    await user.click(
      await screen.findByRole("button", { name: `Remove from us-west-2: ${title}` }),
    );
    await waitFor(() => expect(shell.of("plan_bulk")).toHaveLength(2));
  });

  it("link an endpoint without principals to its editor", async () => {
    const region = regionOf("catalog", "us-west-2");
    const title = "Nobody is allowed on catalog in us-west-2";
    shell.answers.access = () => ({
      version: 1,
      principals: [],
      unread: [],
      findings: [
        {
          id: "nobody-allowed",
          kind: "nobody-allowed",
          severity: "warning",
          title,
          text: "Add who should.",
          regions: [region],
          principal: null,
          fixes: [],
        },
      ],
    });
    const { user, address } = renderApp("/access?by=findings");
    await user.click(await screen.findByRole("button", { name: `Add principals: ${title}` }));
    await waitFor(() => expect(address()).toBe(`/endpoints?region=${region}&tab=access`));
  });

  it("link to the place where Postern can't fix something itself", async () => {
    const { user, address } = renderApp("/access?by=findings");
    await user.click(await screen.findByRole("button", { name: /^Open Aeon console/ }));
    expect(shell.of("open_link")).toEqual([{ page: { kind: "aeon" } }]);
    await user.click(screen.getByRole("button", { name: "Replace key" }));
    await waitFor(() => expect(address()).toBe("/accounts"));
  });

  it("are counted on the rail, with the same number as on the page", async () => {
    renderApp("/endpoints");
    const link = await screen.findByRole("link", { name: "Access, 7 findings" });
    expect(link).toHaveTextContent("7");
  });

  it("are empty when nothing looks wrong", async () => {
    shell.answers.access = () => shell.snapshot && accessOf(shell.snapshot);
    shell.answers.finding_counts = () => ({ serious: 0, warnings: 0, notes: 0 });
    renderApp("/access?by=findings");
    expect(await screen.findByText("No findings")).toBeVisible();
    expect(screen.getByRole("link", { name: "Access" })).toBeVisible();
    await expectAccessible();
  });
});

describe("the page", () => {
  it("exports to a file that the user chooses", async () => {
    shell.answers.save_made = () => "/home/me/access.csv";
    const { user } = renderApp("/access");
    await user.click(await screen.findByRole("button", { name: "Export" }));
    await user.click(await screen.findByRole("menuitem", { name: /^CSV/ }));
    expect(await screen.findByText("/home/me/access.csv")).toBeVisible();
    expect(shell.of("save_made")).toEqual([{ what: { kind: "access", format: "csv" } }]);
  });

  it("reloads when the data changed", async () => {
    renderApp("/access");
    await row(payments);
    book["412907365518"] = "Checkout";
    await shell.become(shell.state);
    expect(await row(/^Checkout/)).toBeVisible();
  });

  it("says that nobody has access, and shows placeholder rows while loading", async () => {
    shell.snapshot = { ...inventory(), clusters: [] };
    shell.answers.access = () => ({ version: 1, principals: [], unread: [], findings: [] });
    const first = renderApp("/access");
    expect(await screen.findByText("Nobody has access")).toBeVisible();
    await expectAccessible();
    first.unmount();
    shell.snapshot = {
      ...inventory(),
      clusters: [],
      phase: { kind: "loading", listsComplete: false, detailsDone: 0, detailsTotal: 0 },
    };
    renderApp("/access");
    expect(await screen.findByRole("status", { name: "Loading…" })).toBeVisible();
  });

  it("shows what went wrong, and tries again", async () => {
    const answer = shell.answers.access;
    shell.answers.access = () => refuse({ message: "It went wrong.", hint: "Try again." });
    const { user } = renderApp("/access");
    expect(await screen.findByRole("alert")).toHaveTextContent("It went wrong.");
    await expectAccessible();
    if (answer) shell.answers.access = answer;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await row(payments)).toBeVisible();
  });
});

describe("import of names", () => {
  const list = {
    names: [
      {
        owner: "412907365518",
        name: "Payments EU",
        group: "payments",
        current: "Payments",
        currentGroup: null,
        isOurs: false,
        isNews: true,
      },
      {
        owner: "590217736104",
        name: "Data platform",
        group: null,
        current: null,
        currentGroup: null,
        isOurs: false,
        isNews: true,
      },
    ],
    leftOut: [{ text: "1122334455 Shop", reason: "An account number has 12 digits." }],
  };

  it("shows what would be named and what is left out, and imports the list", async () => {
    shell.answers.read_names = () => list;
    shell.answers.import_names = () => 2;
    const { user } = renderApp("/access");
    await user.click(await screen.findByRole("button", { name: "Import names…" }));
    const dialog = await screen.findByRole("dialog", { name: "Import account names" });
    const action = within(dialog).getByRole("button", { name: "Import names" });
    expect(action).toHaveAttribute("aria-disabled", "true");
    await user.click(within(dialog).getByRole("textbox", { name: "List of accounts" }));
    await user.paste("id,name");
    const found = await within(dialog).findByRole("region", { name: "Names in the list" });
    expect(found).toHaveTextContent("Payments EUinto paymentsnow “Payments”412907365518");
    expect(found).toHaveTextContent("Data platformnew590217736104");
    expect(dialog).toHaveTextContent("1 line left out");
    expect(dialog).toHaveTextContent("An account number has 12 digits.");
    await expectAccessible();
    await user.click(within(dialog).getByRole("checkbox", { name: "These accounts are yours" }));
    await user.click(within(dialog).getByRole("button", { name: "Import 2 names" }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(shell.of("import_names")).toEqual([{ text: "id,name", ours: true }]);
  });

  it("imports nothing that is named so already", async () => {
    shell.answers.read_names = () => ({
      names: [
        {
          owner: "412907365518",
          name: "Payments",
          group: null,
          current: "Payments",
          currentGroup: null,
          isOurs: false,
          isNews: false,
        },
      ],
      leftOut: [],
    });
    const { user } = renderApp("/access");
    await user.click(await screen.findByRole("button", { name: "Import names…" }));
    const dialog = await screen.findByRole("dialog", { name: "Import account names" });
    await user.click(within(dialog).getByRole("textbox", { name: "List of accounts" }));
    await user.paste("412907365518,Payments");
    expect(await within(dialog).findByText("unchanged")).toBeVisible();
    expect(within(dialog).getByRole("button", { name: "Import names" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
  });
});

describe("accepting findings", () => {
  it("asks for a reason and a date, and lists what was accepted apart", async () => {
    shell.answers.accept_finding = () =>
      refuse({ code: "invalid", message: "There is no date.", hint: "Enter the last day." });
    const { user } = renderApp("/access?by=findings");
    const title = /^Accept… Anyone may ask to connect to sessions/;
    await user.click(await screen.findByRole("button", { name: title }));
    const dialog = await screen.findByRole("dialog", { name: "Accept a finding" });
    await user.type(within(dialog).getByRole("textbox", { name: "Reason" }), "A workshop");
    await user.click(within(dialog).getByRole("button", { name: "Accept finding" }));
    await within(dialog).findByText("There is no date.");
    await expectAccessible(dialog);
    shell.answers.accept_finding = () => null;
    await user.type(within(dialog).getByRole("textbox", { name: "Accept until" }), "2026-12-31");
    await user.click(within(dialog).getByRole("button", { name: "Accept finding" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(shell.of("accept_finding").at(-1)).toEqual({
      id: "everyone",
      reason: "A workshop",
      until: "2026-12-31",
    });

    shell.answers.access = () =>
      shell.snapshot && {
        ...accessOf(shell.snapshot, book),
        findings: findingsOf(shell.snapshot).map((finding, at) =>
          at > 0
            ? finding
            : {
                ...finding,
                accepted: { reason: "A workshop", until: "2026-12-31", at: "2026-11-28T00:00:00Z" },
              },
        ),
      };
    await events.stateChanged.emit();
    const accepted = within(await screen.findByRole("region", { name: "Accepted" }));
    expect(accepted.getByText(/^Accepted until .*2026: A workshop$/)).toBeVisible();
    await user.click(accepted.getByRole("button", { name: /^Count again/ }));
    expect(shell.of("withdraw_acceptance")).toEqual([{ id: "everyone" }]);
  });

  it("marks an owner as the user's own", async () => {
    const { user } = renderApp("/access");
    const line = await row(payments);
    await user.pointer({ keys: "[MouseRight]", target: line });
    await user.click(await screen.findByRole("menuitem", { name: "Mark as yours" }));
    expect(shell.of("set_ours")).toEqual([{ owner: "412907365518", ours: true }]);
  });
});
