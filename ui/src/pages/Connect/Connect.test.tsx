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

it("shows prerequisites, missing ones first, and scripts with the number of blanks", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  const list = await screen.findByRole("list", { name: "Not met yet" });
  expect(within(list).getAllByRole("listitem")[0]).toHaveTextContent(
    "No security principals yet, so nobody can connect.",
  );
  await user.click(await screen.findByRole("tab", { name: "AWS CLI" }));
  expect(await screen.findByRole("button", { name: "Copy (2 blanks)" })).toBeVisible();
  expect(screen.getByText("<fill in: VPC id>", { selector: "mark" })).toBeVisible();
  await expectAccessible();
});

it("checks a field while the user types, counts the blanks again, and saves it", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  const vpc = await screen.findByRole("textbox", { name: "VPC" });
  await user.type(vpc, "vp");
  expect(await screen.findByText(/A VPC's id looks like/)).toBeVisible();
  await user.clear(vpc);
  await user.type(vpc, "vpc-0f4c1be2a97d33e10");
  await user.click(screen.getByRole("tab", { name: "AWS CLI" }));
  expect(await screen.findByRole("button", { name: "Copy (1 blank)" })).toBeVisible();
  await waitFor(() => {
    const kept = shell.of("remember_network").at(-1);
    expect(kept).toMatchObject({
      regionId: idOf("orders"),
      network: { consumer: { vpcId: "vpc-0f4c1be2a97d33e10" } },
    });
  });
});

it("copies a script", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  await user.click(await screen.findByRole("tab", { name: "AWS CLI" }));
  await user.click(screen.getByRole("button", { name: "Copy (2 blanks)" }));
  await waitFor(() =>
    expect(shell.of("copy_made")).toMatchObject([
      { what: { kind: "artifact", regionId: idOf("orders"), id: "aws-cli" } },
    ]),
  );
});

it("links to the console pages for the chosen script", async () => {
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
    { page: { kind: "console", regionId: idOf("orders"), page: "aws-create-stack" } },
  ]);
  await user.click(screen.getByRole("radio", { name: "Aeon" }));
  expect(screen.queryByRole("list", { name: "Console pages" })).not.toBeInTheDocument();
});

it("saves a script where the user chooses, and says where", async () => {
  shell.answers.save_made = () => "/home/me/aws-cli.sh";
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  await user.click(await screen.findByRole("tab", { name: "AWS CLI" }));
  await user.click(screen.getByRole("button", { name: "Save…" }));
  expect(await screen.findByText("/home/me/aws-cli.sh")).toBeVisible();
  expect(shell.of("save_made")).toMatchObject([
    { what: { kind: "artifact", regionId: idOf("orders"), id: "aws-cli" } },
  ]);
});

it("says why a script could not be saved", async () => {
  shell.answers.save_made = () => refuse({ message: "The disk is full." });
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  await user.click(await screen.findByRole("tab", { name: "AWS CLI" }));
  await user.click(screen.getByRole("button", { name: "Save…" }));
  expect(await screen.findByText(/The disk is full/)).toBeVisible();
});

it("says which value from the service can't be used, and shows no script", async () => {
  const sentence = "The service returned a region name that can't be used in a script: “x/..”.";
  shell.answers.recipes = () => ({
    ...recipesFor({
      consumer: { cloud: "aws", vpcId: "", subnetIds: [], source: "" },
      ports: [5433],
    }),
    unfit: [sentence],
    artifacts: [],
    links: [],
    strings: [],
  });
  renderApp(`/connect?region=${idOf("orders")}`);
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "Postern can't make scripts or templates for this endpoint",
  );
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

it("keeps reading every region's endpoint while it is open, and stops afterward", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { unmount } = renderApp(`/connect?region=${idOf("orders")}`);
    const all = [0, 1, 2].map((at) => idOf("orders", at));
    const read = () => shell.of("read_details").map((asked) => asked.regionId);
    await waitFor(() => expect(read()).toEqual(all));
    expect(await screen.findByText("Waiting for a connection…")).toBeVisible();
    shell.answers.read_details = () => refuse({ message: "The service does not answer." });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read()).toEqual([...all, ...all]);
    // Failed reads are repeated as well.
    await vi.advanceTimersByTimeAsync(5_000);
    expect(read()).toHaveLength(9);
    unmount();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(read()).toHaveLength(9);
  } finally {
    vi.useRealTimers();
  }
});

it("tells a new connection from earlier ones", async () => {
  const connect = (...connections: string[]) => {
    const region = shell.snapshot?.clusters.find((c) => c.name === "orders")?.regions[0];
    if (region?.endpoint.kind !== "present" || region.endpoint.details.kind !== "known") return;
    region.endpoint.details.connections = connections;
  };
  connect("vpce-0old");
  const { user } = renderApp(`/connect?region=${idOf("orders")}`);
  expect(await screen.findByText("1 connection. Watching for new ones…")).toBeVisible();
  shell.snapshot = structuredClone(shell.snapshot);
  connect("vpce-0old", "vpce-0new");
  if (shell.snapshot) shell.snapshot.version += 1;
  await events.snapshotChanged.emit({ version: shell.snapshot?.version ?? 0 });
  const said = await screen.findByText("1 new connection (2 in total)");
  expect(said).toBeVisible();
  expect(said.closest("[role=status]")).toHaveTextContent("vpce-0new · new");
  await expectAccessible();
  await user.click(screen.getByRole("tab", { name: "Check" }));
  expect(await screen.findByText("1 new connection (2 in total)")).toBeVisible();
});

it("asks for a subscription on Azure, says that it can't connect yet, and offers to add it", async () => {
  const add = "Add this subscription…";
  const addition = {
    kind: "add",
    regions: [idOf("ledger")],
    principals: ["5d2f8a1c-93b7-4e60-8c15-7a9e0d64b2f3"],
  };
  const { user } = renderApp(`/connect?region=${idOf("ledger")}`);
  const field = await screen.findByRole("textbox", { name: "Subscription ID" });
  expect(screen.queryByText("This subscription can't connect yet")).not.toBeInTheDocument();
  await user.type(field, "5d2f8a1c-");
  expect(await screen.findByText("This subscription can't connect yet")).toBeVisible();
  expect(screen.queryByRole("button", { name: add })).not.toBeInTheDocument();
  await user.type(field, "93b7-4e60-8c15-7a9e0d64b2f3");
  await expectAccessible();
  await user.click(await screen.findByRole("button", { name: add }));
  await waitFor(() => expect(shell.of("plan_bulk")).toEqual([{ goal: addition }]));
});

it("says why a cluster on GCP has no scripts", async () => {
  renderApp(`/connect?region=${idOf("telemetry")}`);
  expect(
    await screen.findByText("This cluster can't have a private service endpoint"),
  ).toBeVisible();
  await expectAccessible();
});

it("shows a check's results as they come, and leads from a failure to its fix", async () => {
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
  expect(shell.of("start_check")[0]).toMatchObject({ regionId: region });
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
  expect(await screen.findByText("1 step failed.")).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "How to fix it" }));
  expect(await screen.findByText("Packets are dropped on the way.")).toBeVisible();
});

it("finds the cause of a pasted error, and offers the fix", async () => {
  const { user } = renderApp(`/connect?region=${idOf("orders")}&show=trouble`);
  await user.click(await screen.findByRole("textbox", { name: "Paste an error" }));
  await user.paste("nothing that anybody knows");
  expect(await screen.findByText("Postern doesn't recognize this error")).toBeVisible();
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

it("says why the scripts can't be made, and tries again", async () => {
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

it("says when the account has no clusters", async () => {
  shell.snapshot = { ...inventory(), clusters: [] };
  renderApp("/connect");
  expect(await screen.findByText("No cluster to connect to")).toBeVisible();
  await expectAccessible();
});

it("is shown in an endpoint's panel too, with a link to the guide", async () => {
  const { user, address } = renderApp(`/endpoints?region=${idOf("orders")}&tab=connect`);
  expect(await screen.findByRole("textbox", { name: "VPC" })).toBeVisible();
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Open the guide" }));
  await waitFor(() => expect(address()).toContain("/connect?"));
});

it("says in the panel when the cloud is not supported", async () => {
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
