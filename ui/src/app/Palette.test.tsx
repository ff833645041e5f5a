import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { cluster, contoso, inventory, region, unlocked, vpc, withStatus } from "../test/builders";
import { type FakeShell, fakeShell } from "../test/fakeShell";
import { expectAccessible, renderPage } from "../test/page";
import { Palette } from "./Palette";
import { type Acts, copyEntries, inventoryEntries } from "./PaletteEntries";
import { finder } from "./PaletteRank";

vi.setConfig({ testTimeout: 20_000 });
let shell: FakeShell;

beforeEach(() => {
  shell = fakeShell(unlocked, inventory());
});

function Opened() {
  const [isOpen, setOpen] = useState(true);
  return <Palette isOpen={isOpen} onClose={() => setOpen(false)} />;
}

async function open() {
  const page = renderPage(<Opened />);
  const field = await screen.findByRole("combobox", { name: "Find anything" });
  await waitFor(() => expect(shell.of("snapshot")).not.toEqual([]));
  const type = async (text: string) => {
    await page.user.clear(field);
    await page.user.paste(text);
  };
  return { ...page, field, type };
}

const titles = () => screen.queryAllByRole("option").map((o) => o.textContent);
const current = () => screen.getByRole("option", { selected: true });

describe("the palette", () => {
  it("takes the focus and starts with the commands", async () => {
    const { field } = await open();
    expect(field).toHaveFocus();
    expect(current()).toHaveTextContent("Go to Endpoints");
    expect(screen.getByRole("option", { name: /Switch to Contoso staging/ })).toBeInTheDocument();
    await expectAccessible();
  });

  it("finds an endpoint by cluster and region, and opens it with Enter", async () => {
    const { user, type, address } = await open();
    await type("ord east");
    expect(current()).toHaveTextContent("orders · us-east-1");
    await user.keyboard("{Enter}");
    const id = shell.snapshot?.clusters
      .find((c) => c.name === "orders")
      ?.regions.find((r) => r.region === "us-east-1")?.id;
    await waitFor(() => expect(address()).toBe(`/endpoints?region=${id}`));
    expect(screen.queryByRole("combobox")).not.toBeInTheDocument();
  });

  it.each([
    ["ledger", /^ledger.*Cluster/, /\/endpoints\?q=ledger$/],
    ["730155824960", /role\/batch/, /\/endpoints\?principal=/],
    ["prod-azu", /^prod-azure/, /\/endpoints\?vpc=/],
    ["spare-aws", /^spare-aws/, "/vpcs"],
    ["settings", /Go to Settings/, "/settings"],
    [
      "grant orders east",
      /^Edit access to orders · us-east-1/,
      /\/endpoints\?region=.*tab=access$/,
    ],
    ["revoke ledger", /^Edit access to ledger/, /tab=access$/],
  ])("finds “%s”", async (query, title, to) => {
    const { user, type, address } = await open();
    await type(query);
    expect(current()).toHaveTextContent(title);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(address()).toMatch(to));
  });

  it("ignores the Enter that ends a composition", async () => {
    const { field, type, address } = await open();
    await type("settings");
    fireEvent.keyDown(field, { key: "Enter", keyCode: 229 });
    expect(screen.getByRole("combobox")).toBeInTheDocument();
    expect(address()).not.toBe("/settings");
  });

  it("moves with the arrow keys and wraps around", async () => {
    const { user, field } = await open();
    await user.keyboard("{ArrowUp}");
    expect(current()).toHaveTextContent("Add an account…");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(current()).toHaveTextContent("Go to Connect");
    expect(field).toHaveAttribute("aria-activedescendant", current().id);
    expect(field).toHaveFocus();
  });

  it("copies a service name", async () => {
    const { user, type } = await open();
    await type("copy a service");
    await type("copy orders west-2 service");
    expect(current()).toHaveTextContent("orders · us-west-2 · service name");
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(shell.of("copy_text")).toEqual([
        { text: "com.amazonaws.vpce.us-west-2.vpce-svc-0a41c7be92d6f3158" },
      ]),
    );
    expect(
      await screen.findByRole("alertdialog", { name: /Copied service name of orders/ }),
    ).toBeVisible();
  });

  it("puts service names before hosts", async () => {
    const { type } = await open();
    await type("copy orders");
    expect(current()).toHaveTextContent("service name");
  });

  it("offers copying in the list, too", async () => {
    const { user, type, field } = await open();
    await type("copy");
    await user.click(screen.getByRole("option", { name: /Copy a service name or host/ }));
    expect(field).toHaveValue("copy ");
    expect(titles()[0]).toContain("service name");
  });

  it.each([
    ["lock", "lock", {}],
    ["refresh", "refresh", {}],
    ["contoso", "switch_account", { profile: contoso.id }],
  ])("runs “%s”", async (query, command, args) => {
    const { user, type } = await open();
    await type(query);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(shell.of(command)).toEqual([args]));
  });

  it("changes the theme", async () => {
    const { user, type } = await open();
    await type("light");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(shell.of("set_theme")).toEqual([{ theme: "light" }]));
  });

  it("opens the form for a VPC, or says why the key can't create one", async () => {
    const { user, type, unmount } = await open();
    await type("create a vpc");
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("dialog", { name: "Create a VPC" })).toBeVisible();
    unmount();

    const why = "The key's role may not create VPCs.";
    const may = { editEndpoints: null, createVpcs: why, deleteVpcs: null, isReadOnly: false };
    shell.state = withStatus({ kind: "unlocked", role: "Developer", keyExpires: null, may });
    const again = await open();
    await again.type("create a vpc");
    expect(current()).toHaveTextContent(why);
    await again.user.keyboard("{Enter}");
    expect(screen.queryByRole("dialog", { name: "Create a VPC" })).not.toBeInTheDocument();
  });

  it("says when there are no matches", async () => {
    const { type } = await open();
    await type("zzzzqqq");
    expect(screen.getByText("No matches for “zzzzqqq”")).toBeVisible();
    expect(titles()).toEqual([]);
  });
});

it("finds one of 1,500 endpoints by the beginnings of its words", () => {
  const big = vpc("big");
  const clusters = Array.from({ length: 500 }, (_, i) =>
    cluster(
      `cluster-${i}`,
      big,
      ["us-west-2", "us-east-1", "eu-west-1"].map((r) =>
        region(r, big, [`arn:aws:iam::${i}:root`]),
      ),
    ),
  );
  const acts = {} as Acts;
  const all = { ...inventory(), clusters };
  const find = finder([], inventoryEntries(all, acts), copyEntries(all, acts));
  const found = find("cluster-417 use1");
  expect(found.map((e) => e.title)).toHaveLength(4);
  expect(found[0]?.title).toBe("cluster-417 · us-east-1");
});
