import type { Artifact, Network, Prerequisite, Recipes } from "../ipc";
import type { FakeShell } from "./fakeShell";

const script = (blanks: boolean) => `#!/usr/bin/env bash
# Makes an interface endpoint for the service in the application's VPC.
# Safe to run twice: what is there is found and kept.
set -euo pipefail

REGION=us-west-2
SERVICE_NAME=com.amazonaws.vpce.us-west-2.vpce-svc-0a41c7be92d6f3158
# The application's VPC.
VPC_ID='${blanks ? "<fill in: VPC id>" : "vpc-0f4c1be2a97d33e10"}'
SUBNET_IDS=('<fill in: subnet ids>')

# Is the service visible to who runs this?
aws ec2 describe-vpc-endpoint-services --region "$REGION" --service-names "$SERVICE_NAME"
`;

function artifact(id: string, title: string, some: Partial<Artifact> = {}): Artifact {
  return {
    id,
    fileName: `${id}.sh`,
    title,
    side: "aws",
    language: "bash",
    text: "#!/usr/bin/env bash\n",
    placeholders: 0,
    ...some,
  };
}

export const noNetwork: Network = {
  consumer: { cloud: "aws", vpcId: "", subnetIds: [], source: "", tags: [] },
  ports: [5433, 9042],
};

const subscriptionCheck = (consumer: Network["consumer"]) =>
  consumer.cloud !== "azure" || /^([0-9a-f-]{36})?$/.test(consumer.subscription)
    ? null
    : "A subscription's id looks like 01234567-89ab-cdef-0123-456789abcdef.";

/** What the shell makes for a network; it counts what is missing. */
export function recipesFor(network: Network): Recipes {
  const { consumer } = network;
  const given = consumer.cloud === "aws" ? consumer.vpcId : consumer.vnet;
  const left = given === "" ? 2 : 1;
  const isAws = consumer.cloud === "aws";
  const wrong = "A VPC's id looks like vpc-0123456789abcdef0, with 8 or 17 digits.";
  return {
    check: isAws
      ? {
          cloud: "aws",
          vpcId: given === "" || given.startsWith("vpc-") ? null : wrong,
          subnetIds: null,
          subnets: [],
          source: null,
          tags: null,
        }
      : {
          cloud: "azure",
          subscription: subscriptionCheck(consumer),
          resourceGroup: null,
          vnetResourceGroup: null,
          vnet: null,
          subnet: null,
          zoneSubscription: null,
          zoneResourceGroup: null,
        },
    unfit: [],
    allowed: consumer.cloud === "azure" && consumer.subscription !== "" ? false : null,
    artifacts: [
      artifact(isAws ? "aws-steps" : "azure-steps", isAws ? "Console" : "Portal", {
        side: consumer.cloud,
        language: "markdown",
        fileName: "steps.md",
        text: "# Connect a VPC\n\n- Open the console in `us-west-2`.\n- Create an endpoint.\n",
      }),
      artifact(isAws ? "aws-cli" : "azure-cli", isAws ? "AWS CLI" : "Azure CLI", {
        side: consumer.cloud,
        text: script(given === ""),
        placeholders: left,
      }),
      artifact("undo", "Undo", { side: consumer.cloud }),
      artifact("template", isAws ? "CloudFormation" : "ARM template", {
        side: consumer.cloud,
        language: isAws ? "yaml" : "json",
      }),
      artifact("terraform", "Terraform", { side: consumer.cloud, language: "hcl" }),
      artifact("ybm", "ybm CLI", { side: "aeon" }),
      artifact("terraform-ybm", "Terraform", {
        side: "aeon",
        language: "hcl",
        fileName: "terraform-ybm.tf",
        text: "# one endpoint\n",
      }),
      artifact("check", "Check from inside", { side: "inside", fileName: "check.sh" }),
    ],
    links: [
      {
        label: "Create an endpoint",
        page: "aws-create-endpoint",
        artifacts: ["aws-steps"],
      },
      ...(
        [
          ["Endpoints", "aws-endpoints"],
          ["The VPC", "aws-vpc"],
          ["Subnets", "aws-subnets"],
          ["Security groups", "aws-security-groups"],
        ] as const
      ).map(([label, page]) => ({
        label,
        page,
        artifacts: ["aws-steps", "aws-cli", "template"],
      })),
      {
        label: "Create a stack",
        page: "aws-create-stack",
        artifacts: ["template"],
      },
    ],
    strings: [
      {
        id: "ysqlsh",
        title: "ysqlsh",
        text: "ysqlsh 'host=pse-us-west-2.example.aws.yugabyte.cloud port=5433 dbname=yugabyte user=admin sslmode=require'",
        note: "",
      },
      {
        id: "jdbc",
        title: "JDBC",
        text: "jdbc:postgresql://pse-us-west-2.example.aws.yugabyte.cloud:5433/yugabyte?user=admin&sslmode=require",
        note: "Leave the load balancing of smart drivers off.",
      },
    ],
    symptoms: [
      {
        trouble: "service-not-found",
        text: "InvalidServiceName: the endpoint service does not exist",
      },
      { trouble: "timed-out", text: "The endpoint is available, but connecting times out" },
    ],
  };
}

export const someMissing: Prerequisite[] = [
  { kind: "cloud", state: "met", text: "The cluster is on AWS.", remedy: "" },
  {
    kind: "same-region",
    state: "ask-user",
    text: "The application's network must be in us-west-2 too.",
    remedy: "For an application in another region, create an endpoint in that region.",
  },
  {
    kind: "principals",
    state: "missing",
    text: "No security principals yet, so nobody can connect.",
    remedy: "Add the application's AWS account.",
  },
];

/** Has the shell answer what the guide asks. */
export function answerGuide(shell: FakeShell): void {
  const networkOf = (args: Record<string, unknown>) => args.network as Network;
  shell.answers.prerequisites = () => someMissing;
  shell.answers.checks = () => [];
  shell.answers.network = (args) => {
    const regions = shell.snapshot?.clusters.flatMap((c) => c.regions);
    const of = regions?.find((r) => r.id === args.regionId);
    if (of?.cloud === "aws") return noNetwork;
    if (of?.cloud !== "azure") return null;
    const azure = { subscription: "", resourceGroup: "", vnetResourceGroup: "" };
    const network = { vnet: "", subnet: "", zoneSubscription: "", zoneResourceGroup: "" };
    return { ports: [5433], consumer: { cloud: "azure", ...azure, ...network } };
  };
  shell.answers.recipes = (args) => recipesFor(networkOf(args));
  shell.answers.terraform = () => ({
    ...artifact("terraform-ybm", "Terraform", { side: "aeon", language: "hcl" }),
    fileName: "terraform-ybm.tf",
    text: "# every endpoint\n",
  });
  shell.answers.diagnose = (args) =>
    String(args.text).includes("InvalidServiceName")
      ? [
          {
            trouble: "service-not-found",
            symptom: "InvalidServiceName: the endpoint service does not exist",
            cause: "Whoever asks is not among the endpoint's security principals.",
            fixes: ["Add arn:aws:iam::555566667777:root to the endpoint's security principals."],
            action: { kind: "add-principal", principal: "arn:aws:iam::555566667777:root" },
            confidence: "high",
          },
        ]
      : [];
  shell.answers.explain = () => ({
    trouble: "timed-out",
    symptom: "The endpoint is available, but connecting times out",
    cause: "Packets are dropped on the way.",
    fixes: ["Look at the endpoint's state first: it must be available."],
    action: null,
    confidence: "high",
  });
}
