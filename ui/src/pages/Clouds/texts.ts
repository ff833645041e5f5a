import type { Cloud } from "../../ipc";
import { count } from "../../parts/words";

/** What is said about the user's own AWS and Azure CLIs. Why one fails comes from Rust. */
export const texts = {
  menu: "AWS and Azure CLIs…",
  title: (account: string) => `AWS and Azure CLIs for ${account}`,
  about:
    "With your own AWS and Azure CLIs, Postern can say whose a connection is, and whether your network can connect. It runs only the commands below, which read and change nothing, and only when you press a button for it.",
  isOn: "Run them in this account",
  save: "Save",
  cancel: "Cancel",
  clis: "Programs",
  cli: { aws: "AWS CLI", az: "Azure CLI" },
  notFound: "Not found",
  choose: "Choose…",
  chooseFor: (cli: string) => `Choose the ${cli}`,
  lookFor: "Look for it",
  lookForCli: (cli: string) => `Look for the ${cli} in the usual folders`,
  profiles: "AWS profiles to use",
  aboutProfiles: "One for each account that may be connected.",
  noProfiles: "The AWS CLI has no profiles in ~/.aws/config and ~/.aws/credentials.",
  defaultCredentials: "Default credentials of the AWS CLI",
  aboutDefaultCredentials: "from the environment or this machine",
  findProfile: "Find a profile",
  sso: "IAM Identity Center",
  commands: "Commands",

  connections: "Connections",
  whose: "Look up owners",
  whoseAgain: "Look up again",
  stop: "Stop",
  lookingUp: "Looking up owners…",
  setUp: "Look up owners…",
  selectProfiles: "Select profiles…",
  chooseProgram: "Programs…",
  runs: (n: number) => `Runs ${count(n, "command")}`,
  runsNext: (n: number) => `Runs ${count(n, "command")} next`,
  ran: (n: number) => `Ran ${count(n, "command")}`,
  copyCommand: "command",
  none: "None yet",
  notReported: "Aeon doesn't report it as connected",
  notFoundIn: {
    aws: "Not in the accounts of the selected profiles",
    azure: "Not in the subscriptions that you can see",
    gcp: "Not found",
    unknown: "Not found",
  } satisfies Record<"aws" | "azure" | "gcp" | "unknown", string>,
  notFoundInRead: "Not in what could be read",
  network: { aws: "VPC", other: "VNet" },
  subnet: "subnet",
  standing: {
    listed: "on the access list",
    identities: "its roles or users are on the access list",
    everyone: "let in by *",
    "not-listed": "not on the access list",
  },
  privateDns: (on: boolean) => (on ? "private DNS on" : "private DNS off"),
  leftOut: (n: number) =>
    `${count(n, "more subscription")} that you can see ${n === 1 ? "wasn't" : "weren't"} searched.`,
  details: "What it said",
  run: "Run this in a terminal",
  seconds: (ms: number) => `${(ms / 1000).toFixed(1)} s`,
  running: "running",
  stopped: "stopped",
  failed: "failed",
};

/** Where an owner wasn't found. */
export function notFoundIn(cloud: Cloud): string {
  return cloud === "aws" || cloud === "azure" || cloud === "gcp"
    ? texts.notFoundIn[cloud]
    : texts.notFoundIn.unknown;
}

/** A profile of the AWS CLI; what it uses without one has no name. */
export function profileName(name: string): string {
  return name === "" ? texts.defaultCredentials : name;
}
