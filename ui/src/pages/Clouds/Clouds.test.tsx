import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { CliFailure, LookupCommand, Region } from "../../ipc";
import { unlocked } from "../../test/builders";
import { cloudAccess, connection, connectionsView } from "../../test/clouds";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { demo } from "../../test/fixtures";
import { expectAccessible, renderPage } from "../../test/page";
import { CloudAccessDialog } from "./CloudAccessDialog";
import { Connections } from "./Connections";

vi.setConfig({ testTimeout: 20_000 });

const shop = "301122334455";
const command = "aws sts get-caller-identity --profile expired --output json";
const expired: CliFailure = {
  kind: "signed-out",
  message: "The sign-in of the AWS profile expired has expired, or there is none.",
  hint: "Sign in again in a terminal, then look again.",
  remedy: "aws sso login --profile expired",
  said: "Error loading SSO Token",
};

function setUp(): { shell: FakeShell; region: Region } {
  const shell = fakeShell(unlocked, demo());
  const region = shell.snapshot?.clusters.find((one) => one.name === "checkout")?.regions[0];
  if (!region) throw new Error("no such region");
  return { shell, region };
}

it("shows whose each connection is, and whether its owner is on the list", async () => {
  const { shell, region } = setUp();
  shell.answers.connections = () =>
    connectionsView({
      isOn: true,
      lookedUp: new Date().toISOString(),
      connections: [
        connection({
          id: "vpce-0aa1bb2cc3dd4ee5f",
          owner: shop,
          ownerName: "Shop",
          standing: "not-listed",
          found: {
            id: "vpce-0aa1bb2cc3dd4ee5f",
            name: "orders",
            owner: shop,
            network: "vpc-0f4c1be2a97d33e10",
            subnets: ["subnet-1"],
            state: "available",
            phase: "connected",
            message: null,
            tags: [{ key: "team", value: "shop" }],
            privateDns: true,
            hosts: [],
            addresses: [],
          },
        }),
        connection({ id: "vpce-0ffffffffffffffff" }),
      ],
      plan: [command],
      commands: [
        { text: "aws a", state: { kind: "done", tookMs: 700, result: "account 301122334455" } },
        { text: command, state: { kind: "failed", tookMs: 900, failure: expired } },
      ],
    });
  const { user } = renderPage(<Connections region={region} />);
  const [first, second] = await screen.findAllByRole("listitem");
  if (!first || !second) throw new Error("two connections");
  for (const text of ["Shop", shop, "not on the access list", "available", "team: shop"])
    expect(within(first).getByText(text)).toBeVisible();
  expect(second).toHaveTextContent("Not in what could be read");
  // Why a profile has no answer, with the command that helps.
  expect(screen.getByText(expired.message)).toBeVisible();
  expect(screen.getByText("aws sso login --profile expired")).toBeVisible();
  await user.click(screen.getByText("Ran 2 commands"));
  expect(screen.getByText(command)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Look up again" }));
  await waitFor(() => expect(shell.of("look_up")).toEqual([{ regionId: region.id }]));
  await expectAccessible();
});

it("shows the commands before they run, and stops them", async () => {
  const { shell, region } = setUp();
  let isRunning = false;
  shell.answers.connections = () =>
    connectionsView({ isOn: true, plan: [command], isRunning, connections: [connection()] });
  const { user, client } = renderPage(<Connections region={region} />);
  await user.click(await screen.findByText("Runs 1 command"));
  expect(screen.getByText(command)).toBeVisible();
  isRunning = true;
  await client.invalidateQueries();
  await user.click(await screen.findByRole("button", { name: "Stop" }));
  expect(shell.of("stop_look_up")).toEqual([{ regionId: region.id }]);
});

it("says where a connection isn't only if all of that could be read", async () => {
  const { shell, region } = setUp();
  const stopped = { text: command, state: { kind: "stopped" as const } };
  const done = { text: "x", state: { kind: "done" as const, tookMs: 1, result: "" } };
  let ran: LookupCommand[] = [stopped];
  shell.answers.connections = () =>
    connectionsView({
      isOn: true,
      lookedUp: new Date().toISOString(),
      connections: [connection()],
      commands: ran,
    });
  const { client } = renderPage(<Connections region={region} />);
  await screen.findByText("Ran 1 command");
  expect(screen.queryByText(/^Not in/)).toBeNull();
  ran = [done];
  await client.invalidateQueries();
  expect(await screen.findByText("Not in the accounts of the selected profiles")).toBeVisible();
});

it("leads from bare IDs to the CLIs, and sends only names that it was given", async () => {
  const { shell, region } = setUp();
  const { user } = renderPage(<Connections region={region} />);
  await user.click(await screen.findByRole("button", { name: "Look up owners…" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("/usr/local/bin/aws")).toBeVisible();
  expect(within(dialog).getByText("az account list")).toBeVisible();
  await user.click(within(dialog).getByRole("checkbox", { name: "Run them in this account" }));
  await user.click(within(dialog).getByRole("checkbox", { name: "shop" }));
  await expectAccessible();
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(shell.of("set_cloud_access")).toEqual([{ isOn: true, profiles: ["shop"] }]),
  );
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("says what is missing, and that nothing changed if the user declines", async () => {
  const { shell } = setUp();
  const missing: CliFailure = {
    kind: "missing",
    message: "The Azure CLI wasn't found.",
    hint: "Install it, or choose its file.",
    remedy: null,
    said: "",
  };
  shell.answers.cloud_access = () =>
    cloudAccess({ az: { cli: "az", program: null, isChosen: true, missing }, profiles: [] });
  shell.answers.set_cloud_access = () => refuse({ message: "Nothing changed.", code: "declined" });
  const { user } = renderPage(<CloudAccessDialog account="Work" onClose={() => {}} />);
  expect(await screen.findByText(/The Azure CLI wasn't found\./)).toBeVisible();
  expect(screen.getByText(/has no profiles/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Choose the Azure CLI" }));
  expect(shell.of("choose_cli")).toEqual([{ cli: "az" }]);
  await user.click(screen.getByRole("checkbox", { name: "Run them in this account" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Nothing changed.")).toBeVisible();
});
