import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { CheckRun } from "../../ipc";
import { events } from "../../ipc";
import { renderApp } from "../../test/app";
import { inventory, unlocked } from "../../test/builders";
import { answerGuide, recipesFor } from "../../test/connect";
import { type FakeShell, fakeShell, refuse } from "../../test/fakeShell";
import { expectAccessible } from "../../test/page";

vi.setConfig({ testTimeout: 20_000 });
let shell: FakeShell;
const idOf = (cluster: string, at = 0) =>
  shell.snapshot?.clusters.find((c) => c.name === cluster)?.regions[at]?.id ?? "";

beforeEach(() => {
  shell = fakeShell(unlocked, inventory());
  answerGuide(shell);
});

it("shows prerequisites, what is missing first, and recipes with their blanks counted", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  const list = await screen.findByRole("list", { name: "Not met yet" });
  expect(within(list).getAllByRole("listitem")[0]).toHaveTextContent("Nobody may connect yet.");
  await user.click(await screen.findByRole("tab", { name: "AWS CLI" }));
  expect(await screen.findByRole("button", { name: "Copy, 2 blanks left" })).toBeVisible();
  expect(screen.getByText("<fill in: VPC id>", { selector: "mark" })).toBeVisible();
  await expectAccessible();
});

it("judges a field as it is typed, counts again, and remembers it", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  const vpc = await screen.findByRole("textbox", { name: "VPC" });
  await user.type(vpc, "vp");
  expect(await screen.findByText(/A VPC's id looks like/)).toBeVisible();
  await user.clear(vpc);
  await user.type(vpc, "vpc-0f4c1be2a97d33e10");
  await user.click(screen.getByRole("tab", { name: "AWS CLI" }));
  expect(await screen.findByRole("button", { name: "Copy, 1 blank left" })).toBeVisible();
  await waitFor(() => {
    const kept = shell.of("remember_network").at(-1);
    expect(kept).toMatchObject({
      regionId: idOf("orders"),
      network: { consumer: { vpcId: "vpc-0f4c1be2a97d33e10" } },
    });
  });
});

it("copies a script as it stands", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  await user.click(await screen.findByRole("tab", { name: "AWS CLI" }));
  await user.click(screen.getByRole("button", { name: /^Copy, 2 blanks/ }));
  await waitFor(() => expect(shell.of("copy_text")).toHaveLength(1));
  expect(String(shell.of("copy_text")[0]?.text)).toContain("set -euo pipefail");
});

it("shows the console's pages that belong to what is chosen", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  const pages = async () => {
    const list = await screen.findByRole("list", { name: "Console pages" });
    return within(list)
      .getAllByRole("button")
      .map((button) => button.textContent);
  };
  const everywhere = ["Endpoints", "The VPC", "Subnets", "Security groups"];
  await screen.findByRole("tab", { name: "AWS CLI" });
  expect(await pages()).toEqual(["Create an endpoint", ...everywhere]);
  await user.click(screen.getByRole("tab", { name: "CloudFormation" }));
  expect(await pages()).toEqual([...everywhere, "Create a stack"]);
  await user.click(screen.getByRole("button", { name: "Create a stack" }));
  expect(shell.of("open_link")).toEqual([
    { url: "https://us-west-2.console.aws.amazon.com/cloudformation/home" },
  ]);
  await user.click(screen.getByRole("radio", { name: "Aeon" }));
  expect(screen.queryByRole("list", { name: "Console pages" })).not.toBeInTheDocument();
});

it("saves a script where the user chooses, and says where it is", async () => {
  shell.answers.save_text = () => "/home/me/aws-cli.sh";
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  await user.click(await screen.findByRole("tab", { name: "AWS CLI" }));
  await user.click(screen.getByRole("button", { name: "Save…" }));
  expect(await screen.findByText("/home/me/aws-cli.sh")).toBeVisible();
  expect(shell.of("save_text")).toMatchObject([{ suggestedName: "aws-cli.sh" }]);
  expect(String(shell.of("save_text")[0]?.text)).toContain("set -euo pipefail");
});

it("says why a script could not be saved", async () => {
  shell.answers.save_text = () => refuse({ message: "The disk is full." });
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  await user.click(await screen.findByRole("tab", { name: "AWS CLI" }));
  await user.click(screen.getByRole("button", { name: "Save…" }));
  expect(await screen.findByText(/The disk is full/)).toBeVisible();
});

it("says which value of the service can't be used, and shows no script", async () => {
  const sentence = "The service returned a region name that can't be used in a script: “x/..”.";
  shell.answers.recipes = () => ({
    ...recipesFor({
      consumer: { cloud: "aws", vpcId: "", subnetIds: [], source: "" },
      ports: [5433],
    }),
    unfit: [sentence],
    artefacts: [],
    links: [],
    strings: [],
  });
  renderApp(`/connect?region=${idOf("orders")}`);
  expect(await screen.findByRole("alert")).toHaveTextContent("No scripts or templates were made");
  expect(screen.getByText(sentence)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Save…" })).not.toBeInTheDocument();
});

it("has Terraform for the whole account", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  await user.click(await screen.findByRole("radio", { name: "Aeon" }));
  await user.click(screen.getByRole("tab", { name: "Terraform" }));
  await user.click(await screen.findByRole("radio", { name: "Whole account" }));
  expect(await screen.findByText("# every endpoint")).toBeVisible();
  expect(shell.of("terraform")).toEqual([{ scope: { kind: "account" } }]);
});

it("reads every region's endpoint again and again while it is open, and no more when it is left", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { unmount } = renderApp(`/connect?region=${idOf("orders")}`);
    const all = [0, 1, 2].map((at) => idOf("orders", at));
    const read = () => shell.of("read_details").map((asked) => asked.regionId);
    await waitFor(() => expect(read()).toEqual(all));
    expect(await screen.findByText(/Waiting for your cloud/)).toBeVisible();
    shell.answers.read_details = () => refuse({ message: "The service does not answer." });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read()).toEqual([...all, ...all]);
    // One that failed is read again as well.
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read()).toHaveLength(9);
    unmount();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(read()).toHaveLength(9);
  } finally {
    vi.useRealTimers();
  }
});

it("tells an endpoint that comes while somebody waits from those that were there before", async () => {
  const connect = (...connections: string[]) => {
    const region = shell.snapshot?.clusters.find((c) => c.name === "orders")?.regions[0];
    if (region?.endpoint.kind !== "present" || region.endpoint.details.kind !== "known") return;
    region.endpoint.details.connections = connections;
  };
  connect("vpce-0old");
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  expect(
    await screen.findByText("Connected already: 1 endpoint. Waiting for a new one…"),
  ).toBeVisible();
  shell.snapshot = structuredClone(shell.snapshot);
  connect("vpce-0old", "vpce-0new");
  if (shell.snapshot) shell.snapshot.version += 1;
  await events.snapshotChanged.emit({ version: shell.snapshot?.version ?? 0 });
  const said = await screen.findByText("Connected: 1 new endpoint, 1 before");
  expect(said).toBeVisible();
  expect(said.closest("[role=status]")).toHaveTextContent("vpce-0new · new");
  await expectAccessible();
  await user.click(screen.getByRole("tab", { name: "Check" }));
  expect(await screen.findByText("Connected: 1 new endpoint, 1 before")).toBeVisible();
});

it("asks for a subscription on Azure, says that it may not connect yet, and plans to add it", async () => {
  const add = "Add this subscription…";
  const addition = {
    kind: "add",
    regions: [idOf("ledger")],
    principals: ["5d2f8a1c-93b7-4e60-8c15-7a9e0d64b2f3"],
  };
  const { user } = renderApp(`/connect?region=${idOf("ledger")}`);
  const field = await screen.findByRole("textbox", { name: "Subscription id" });
  expect(screen.queryByText("This subscription may not connect yet")).not.toBeInTheDocument();
  await user.type(field, "5d2f8a1c-");
  expect(await screen.findByText("This subscription may not connect yet")).toBeVisible();
  expect(screen.queryByRole("button", { name: add })).not.toBeInTheDocument();
  await user.type(field, "93b7-4e60-8c15-7a9e0d64b2f3");
  await expectAccessible();
  await user.click(await screen.findByRole("button", { name: add }));
  await waitFor(() => expect(shell.of("plan_bulk")).toEqual([{ goal: addition }]));
});

it("says why a cluster on GCP has no recipes", async () => {
  renderApp(`/connect?region=${idOf("telemetry")}`);
  expect(
    await screen.findByText("This cluster can't have a private service endpoint"),
  ).toBeVisible();
  await expectAccessible();
});

it("shows a check's steps as they are done, and leads from a failure to what helps", async () => {
  const region = idOf("orders");
  const run: CheckRun = {
    regionId: region,
    target: { host: "db.example", ysql: [5433], ycql: [] },
    started: new Date().toISOString(),
    steps: [],
    state: "running",
  };
  let runs: CheckRun[] = [];
  shell.answers.checks = () => runs;
  const { user } = renderApp(`/connect?region=${region}&show=check`);
  await user.click(await screen.findByRole("button", { name: "Check" }));
  expect(shell.of("start_check")[0]).toMatchObject({ regionId: region, host: "" });
  runs = [run];
  await events.checksChanged.emit();
  expect(await screen.findByText("Checking db.example…")).toBeVisible();
  runs = [
    {
      ...run,
      state: "done",
      steps: [
        {
          kind: "connect",
          subject: "10.0.0.5:5433",
          outcome: "failed",
          text: "No answer in time.",
          meaning: "Something drops the packets.",
          trouble: "timed-out",
          tookMs: 5000,
        },
      ],
    },
  ];
  await events.checksChanged.emit();
  expect(await screen.findByText("One step failed.")).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "What helps" }));
  expect(await screen.findByText("Packets are dropped on the way.")).toBeVisible();
});

it("finds the cause of a pasted error, and plans the fix that Postern can do", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}&show=trouble`);
  await user.click(await screen.findByRole("textbox", { name: "Paste an error" }));
  await user.paste("nothing that anybody knows");
  expect(await screen.findByText("This error is not known here")).toBeVisible();
  await user.paste(" (InvalidServiceName)");
  await user.click(
    await screen.findByRole("button", { name: "Add arn:aws:iam::555566667777:root…" }),
  );
  await waitFor(() =>
    expect(shell.of("plan_bulk")).toEqual([
      {
        goal: {
          kind: "add",
          regions: [idOf("orders")],
          principals: ["arn:aws:iam::555566667777:root"],
        },
      },
    ]),
  );
});

it("says why the recipes can't be made, and tries again", async () => {
  let fails = true;
  const good = shell.answers.recipes;
  shell.answers.recipes = (args) =>
    fails ? refuse({ message: "This region is not there any more." }) : good?.(args);
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  expect(await screen.findByText(/not there any more/)).toBeVisible();
  fails = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("tab", { name: "AWS CLI" })).toBeVisible();
});

it("is an account without clusters", async () => {
  shell.snapshot = { ...inventory(), clusters: [] };
  renderApp("/connect");
  expect(await screen.findByText("There is no cluster to connect to")).toBeVisible();
  await expectAccessible();
});

it("stands in an endpoint's panel too, and leads to the guide", async () => {
  const { user, address } = renderApp(`/endpoints?region=${idOf("orders")}&tab=connect`);
  expect(await screen.findByRole("textbox", { name: "VPC" })).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Open the guide" }));
  await waitFor(() => expect(address()).toContain("/connect?"));
});

it("says in the panel of an endpoint on another cloud that there are no recipes, and waits for none", async () => {
  const at = (name: string) => shell.snapshot?.clusters.find((c) => c.name === name)?.regions[0];
  const [aws, gcp] = [at("orders"), at("telemetry")];
  if (aws && gcp) gcp.endpoint = aws.endpoint;
  const { container } = renderApp(`/endpoints?region=${idOf("telemetry")}&tab=connect`);
  expect(
    await screen.findByText("This cluster can't have a private service endpoint"),
  ).toBeVisible();
  expect(screen.getByRole("button", { name: "Open the guide" })).toBeVisible();
  expect(container.querySelector("[role=tabpanel] .animate-pulse")).toBeNull();
});
