import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Network, PreflightView } from "../../ipc";
import { unlocked } from "../../test/builders";
import { preflightView } from "../../test/clouds";
import { fakeShell } from "../../test/fakeShell";
import { demo } from "../../test/fixtures";
import { expectAccessible, renderPage } from "../../test/page";
import { Preflight } from "./Preflight";

vi.setConfig({ testTimeout: 20_000 });

const blank: Network["consumer"] = {
  cloud: "aws",
  vpcId: "",
  subnetIds: [],
  source: "10.0.0.0/16",
  tags: [],
};
const filled: Network["consumer"] = {
  ...blank,
  vpcId: "vpc-0f4c1be2a97d33e10",
  subnetIds: ["subnet-0a1b2c3d4e5f60718"],
};

function setUp(view: PreflightView) {
  const shell = fakeShell(unlocked, demo());
  const region = shell.snapshot?.clusters.find((one) => one.name === "checkout")?.regions[0];
  if (!region) throw new Error("no such region");
  shell.answers.preflight = () => view;
  const onFill = vi.fn();
  const network: Network = { consumer: blank, ports: [5433] };
  const page = renderPage(<Preflight region={region} network={network} onFill={onFill} />);
  return { ...page, shell, region, network, onFill };
}

it("asks with the chosen profile, and shows the commands before they run", async () => {
  const { user, shell, region, network } = setUp(
    preflightView({
      isOn: true,
      profiles: ["shop", ""],
      profile: "shop",
      plan: ["aws ec2 describe-subnets --profile shop"],
    }),
  );
  await user.click(await screen.findByText("Runs 1 command"));
  expect(screen.getByText("aws ec2 describe-subnets --profile shop")).toBeVisible();
  await user.click(screen.getByRole("button", { name: /AWS profile/ }));
  await user.click(screen.getByRole("option", { name: "Default credentials of the AWS CLI" }));
  await user.click(screen.getByRole("button", { name: "Run: Pre-flight" }));
  await waitFor(() =>
    expect(shell.of("start_preflight")).toEqual([{ regionId: region.id, network, profile: "" }]),
  );
  await expectAccessible();
});

it("says what fits, fills it in, and offers to add the account", async () => {
  const subnet = { ranges: ["10.0.1.0/24"], network: "vpc-0f4c1be2a97d33e10" };
  const { user, network, onFill } = setUp(
    preflightView({
      isOn: true,
      plan: ["aws x"],
      checked: new Date().toISOString(),
      result: {
        points: [
          { outcome: "failed", text: "Account 1 can't see the service.", remedy: "Add it." },
          { outcome: "good", text: "Connections are accepted automatically.", remedy: "" },
        ],
        grant: "arn:aws:iam::301122334455:root",
        networks: [
          {
            id: "vpc-0f4c1be2a97d33e10",
            filled,
            subnets: [
              {
                ...subnet,
                id: "subnet-0a1b2c3d4e5f60718",
                name: "endpoints",
                zone: "us-west-2a",
                free: 249,
                whyNot: null,
              },
              {
                ...subnet,
                id: "subnet-0a1b2c3d4e5f60719",
                name: null,
                zone: "us-west-2b",
                free: 251,
                whyNot: "the service isn't in us-west-2b",
              },
            ],
          },
        ],
      },
    }),
  );
  const found = await screen.findByRole("list", { name: "What the pre-flight found" });
  expect(within(found).getAllByRole("listitem")[0]).toHaveTextContent(
    "Problem: Account 1 can't see the service.Add it.",
  );
  expect(screen.getByRole("button", { name: "Add this account…" })).toBeVisible();
  for (const text of ["endpoints", "249 free", "the service isn't in us-west-2b"])
    expect(screen.getByText(text)).toBeVisible();
  await user.click(
    screen.getByRole("button", { name: "Use vpc-0f4c1be2a97d33e10 and its subnets" }),
  );
  expect(onFill).toHaveBeenCalledWith({ ...network, consumer: filled });
  await expectAccessible();
});

it("leads to the CLIs where they are off", async () => {
  const { user } = setUp(preflightView());
  await user.click(await screen.findByRole("button", { name: "Set up…" }));
  expect(await screen.findByRole("dialog")).toBeVisible();
});
