import { act, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { VpcCheck, VpcDraft } from "../../ipc";
import { inventory, unlocked, withStatus } from "../../test/builders";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible, renderPage } from "../../test/page";
import { Vpcs } from "./Vpcs";

let shell: FakeShell;
vi.setConfig({ testTimeout: 20_000 });

beforeEach(() => {
  shell = fakeShell(unlocked, inventory());
});

/** The judge of the forms below; the real one is Rust's. */
function judge(draft: VpcDraft): VpcCheck {
  return {
    name: draft.name === "prod-aws" ? "There is a VPC of this name." : null,
    parentCidr: draft.parentCidr === "10" ? "This is no range." : null,
    regions: draft.regions.map((r) => ({
      region: r.region === "mars" ? "Not a region of this cloud." : null,
      cidr: r.cidr.startsWith("10.9") ? "This is no range." : null,
    })),
    form: null,
    warnings: draft.regions.some((r) => r.cidr === "10.10.0.0/24")
      ? ["Overlaps with prod-aws."]
      : [],
  };
}

async function openForm() {
  shell.answers.check_vpc = ({ draft }) => judge(draft as VpcDraft);
  const page = renderPage(<Vpcs />);
  await page.user.click(await screen.findByRole("button", { name: "Create VPC" }));
  const dialog = await screen.findByRole("dialog", { name: "Create a VPC" });
  return { ...page, dialog, form: within(dialog) };
}

async function fill(user: UserEvent, field: HTMLElement, text: string) {
  await user.click(field);
  await user.clear(field);
  await user.paste(text);
}

/** Why a control is off: what a keyboard user is told on reaching it. */
async function reasonOf(user: UserEvent, control: HTMLElement) {
  await user.tab();
  act(() => control.focus());
  return await screen.findByRole("tooltip");
}

describe("the VPCs", () => {
  it("show ranges, state, clusters and cloud ID", async () => {
    const { user } = renderPage(<Vpcs />);
    const row = await screen.findByRole("row", { name: /prod-aws/ });
    expect(row).toHaveTextContent("us-west-2");
    expect(row).toHaveTextContent("10.10.0.0/24");
    expect(screen.getByRole("row", { name: /analytics-2/ })).toHaveTextContent("Creating…");
    await expectAccessible();

    await user.click(within(row).getByRole("button", { name: "Copy cloud ID of prod-aws" }));
    expect(shell.of("copy_text")).toEqual([{ text: "vpc-0f4c1be2a97d33e10" }]);

    await user.click(within(row).getByRole("button", { name: /clusters/ }));
    const card = await screen.findByRole("dialog", { name: "Clusters in prod-aws" });
    expect(
      within(card)
        .getAllByRole("listitem")
        .map((li) => li.textContent),
    ).toEqual(["orders", "catalog", "archive", "reports"]);
  });

  it("are filtered by a search, with a way out", async () => {
    const { user } = renderPage(<Vpcs />);
    await user.type(await screen.findByRole("searchbox", { name: "Search VPCs" }), "10.50");
    expect(screen.getAllByRole("rowheader").map((th) => th.textContent)).toEqual([
      expect.stringContaining("spare-aws"),
    ]);
    await user.type(screen.getByRole("searchbox", { name: "Search VPCs" }), "x");
    await user.click(screen.getByRole("button", { name: "Show all VPCs" }));
    expect(screen.getAllByRole("rowheader")).toHaveLength(7);
  });

  it("are sorted by a column in both directions", async () => {
    const { user } = renderPage(<Vpcs />);
    const names = () => screen.getAllByRole("rowheader").map((th) => th.textContent ?? "");
    await user.click(await screen.findByRole("button", { name: "Clusters" }));
    expect(names().at(-1)).toContain("prod-aws");
    await user.click(screen.getByRole("button", { name: "Clusters" }));
    expect(names()[0]).toContain("prod-aws");
    expect(screen.getByRole("columnheader", { name: "Clusters" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
  });

  it("can be deleted when empty, after typing the name", async () => {
    const { user } = renderPage(<Vpcs />);
    await user.click(await screen.findByRole("button", { name: "Delete spare-aws" }));
    const dialog = await screen.findByRole("alertdialog", { name: "Delete spare-aws?" });
    await expectAccessible();
    const field = within(dialog).getByLabelText("Type spare-aws to confirm");
    await user.type(field, "Spare{Enter}");
    expect(within(dialog).getByRole("button", { name: "Delete VPC" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await user.click(within(dialog).getByRole("button", { name: "Delete VPC" }));
    expect(shell.of("delete_vpc")).toEqual([]);

    await user.clear(field);
    await user.type(field, "spare-aws");
    shell.answers.delete_vpc = () =>
      refuse({ message: "A cluster is being made in it.", hint: "" });
    await user.click(within(dialog).getByRole("button", { name: "Delete VPC" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("A cluster is being made");
    shell.answers.delete_vpc = () => null;
    await user.click(within(dialog).getByRole("button", { name: "Delete VPC" }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    const id = shell.snapshot?.vpcs.find((v) => v.name === "spare-aws")?.id;
    expect(shell.of("delete_vpc").at(-1)).toEqual({ id, typedName: "spare-aws" });
  });

  it("can't be deleted with clusters inside, and say why", async () => {
    const { user } = renderPage(<Vpcs />);
    const button = await screen.findByRole("button", { name: "Delete prod-aws" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    await user.click(button);
    expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument();
    expect(await reasonOf(user, button)).toHaveTextContent(
      "contains 4 clusters (orders, catalog, archive, …).",
    );
  });

  it("say what a restricted role may not do", async () => {
    const why = "The key's role, Viewer, may not do this.";
    shell.state = withStatus({
      kind: "unlocked",
      role: "Viewer",
      keyExpires: null,
      may: { editEndpoints: why, createVpcs: why, deleteVpcs: why, isReadOnly: false },
    });
    const { user } = renderPage(<Vpcs />);
    const create = await screen.findByRole("button", { name: "Create VPC" });
    await user.click(create);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(await reasonOf(user, create)).toHaveTextContent(why);
    expect(screen.getByRole("button", { name: "Delete spare-aws" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
  });

  it("say how to create the first one", async () => {
    shell.snapshot = { ...inventory(), vpcs: [] };
    renderPage(<Vpcs />);
    expect(await screen.findByText("No VPCs in this project")).toBeVisible();
    expect(screen.getByRole("button", { name: "Create VPC" })).toBeVisible();
  });
});

describe("without known VPCs", () => {
  const problem = { code: "offline", message: "The service can't be reached.", hint: "" } as const;

  it("the page says why they couldn't be loaded, rather than that there are none", async () => {
    shell.snapshot = { ...inventory(), vpcs: [], phase: { kind: "failed", problem } };
    const { user } = renderPage(<Vpcs />);
    expect(await screen.findByText("The service can't be reached.")).toBeVisible();
    expect(screen.queryByText("No VPCs in this project")).not.toBeInTheDocument();
    await user.click(within(screen.getByRole("alert")).getByRole("button", { name: /again/ }));
    expect(shell.of("refresh")).toHaveLength(1);
  });

  it("the page says what a role may not read", async () => {
    const sentence = "Reading the VPCs is not allowed with this key.";
    shell.snapshot = { ...inventory(), vpcs: [], unreadable: [sentence] };
    renderPage(<Vpcs />);
    expect(await screen.findByText("VPCs couldn't be read")).toBeVisible();
    expect(screen.getByText(sentence)).toBeInTheDocument();
    await expectAccessible();
  });
});

describe("creating a VPC", () => {
  it("shows errors at their fields, and warnings", async () => {
    const { user, form } = await openForm();
    await fill(user, form.getByLabelText("Name"), "prod-aws");
    await fill(user, form.getByRole("combobox", { name: "Region" }), "mars");
    await fill(user, form.getByLabelText("Range"), "10.10.0.0/24");
    await user.tab();
    expect(await form.findByText("There is a VPC of this name.")).toBeVisible();
    expect(await form.findByText("Not a region of this cloud.")).toBeVisible();
    expect(await form.findByText("Overlaps with prod-aws.")).toBeVisible();
    expect(form.getByLabelText("Name")).toBeInvalid();
    await expectAccessible();
    await user.click(form.getByRole("button", { name: "Create VPC" }));
    await waitFor(() => expect(form.getByLabelText("Name")).toHaveFocus());
    expect(shell.of("create_vpc")).toEqual([]);
  });

  it("takes one region and its range on AWS", async () => {
    const { user, form, dialog } = await openForm();
    await fill(user, form.getByLabelText("Name"), " analytics ");
    expect(form.queryByRole("button", { name: "Add region" })).not.toBeInTheDocument();
    await fill(user, form.getByRole("combobox", { name: "Region" }), "us-west-2");
    await fill(user, form.getByLabelText("Range"), "10.60.0.0/24");
    await user.click(form.getByRole("button", { name: "Create VPC" }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(shell.of("create_vpc")).toEqual([
      {
        draft: {
          name: "analytics",
          cloud: "aws",
          parentCidr: null,
          regions: [{ region: "us-west-2", cidr: "10.60.0.0/24" }],
        },
      },
    ]);
    expect(await screen.findByText("Creating analytics")).toBeVisible();
  });

  it("works on GCP with one range per region", async () => {
    const { user, form } = await openForm();
    await user.click(form.getByRole("radio", { name: "GCP" }));
    await fill(user, form.getByLabelText("Name"), "data");
    await fill(user, form.getByRole("combobox", { name: "Region 1" }), "us-west1");
    await fill(user, form.getByLabelText("Range 1"), "10.60.0.0/24");
    await user.click(form.getByRole("button", { name: "Add region" }));
    await fill(user, form.getByRole("combobox", { name: "Region 2" }), "us-east4");
    await fill(user, form.getByLabelText("Range 2"), "10.61.0.0/24");
    await user.click(form.getByRole("button", { name: "Create VPC" }));
    const regions = [
      { region: "us-west1", cidr: "10.60.0.0/24" },
      { region: "us-east4", cidr: "10.61.0.0/24" },
    ];
    await waitFor(() =>
      expect(shell.of("create_vpc")).toEqual([
        { draft: { name: "data", cloud: "gcp", parentCidr: null, regions } },
      ]),
    );
  });

  it("takes one region and no range on Azure", async () => {
    const { user, form } = await openForm();
    await user.click(form.getByRole("radio", { name: "Azure" }));
    expect(form.queryByLabelText(/Range/)).not.toBeInTheDocument();
    expect(form.queryByRole("button", { name: "Add region" })).not.toBeInTheDocument();
    await fill(user, form.getByLabelText("Name"), "az");
    await fill(user, form.getByRole("combobox", { name: "Region" }), "westus3");
    await user.tab();
    await user.click(form.getByRole("button", { name: "Create VPC" }));
    await waitFor(() =>
      expect(shell.of("create_vpc")).toEqual([
        {
          draft: {
            name: "az",
            cloud: "azure",
            parentCidr: null,
            regions: [{ region: "westus3", cidr: "" }],
          },
        },
      ]),
    );
    expect(shell.of("vpc_regions")).toContainEqual({ cloud: "azure" });
  });

  it("takes one range for all regions on GCP", async () => {
    const { user, form } = await openForm();
    await user.click(form.getByRole("radio", { name: "GCP" }));
    await user.click(form.getByRole("radio", { name: /One range for all/ }));
    await fill(user, form.getByLabelText("Name"), "data");
    await fill(user, form.getByLabelText("Range"), "10");
    await user.tab();
    expect(await form.findByText("This is no range.")).toBeVisible();
    await fill(user, form.getByLabelText("Range"), "10.0.0.0/16");
    await user.click(form.getByRole("button", { name: "Create VPC" }));
    await waitFor(() =>
      expect(shell.of("create_vpc")).toEqual([
        { draft: { name: "data", cloud: "gcp", parentCidr: "10.0.0.0/16", regions: [] } },
      ]),
    );
  });

  it("shows why the service refused it, and keeps the input", async () => {
    shell.answers.create_vpc = () =>
      refuse({ message: "The CIDR is restricted.", hint: "Choose another." });
    const { user, form } = await openForm();
    await fill(user, form.getByLabelText("Name"), "x");
    await user.click(form.getByRole("button", { name: "Create VPC" }));
    expect(await form.findByRole("alert")).toHaveTextContent("The CIDR is restricted.");
    expect(form.getByLabelText("Name")).toHaveValue("x");
  });
});
