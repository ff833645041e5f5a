import type { AppState, Cluster, Profile, Region, Snapshot, TriedKey, Vpc } from "../ipc";

/** A point in time that all fixtures agree on. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 + 60_000).toISOString();

export const northwind: Profile = {
  id: "7f0c0f5e-0000-4000-8000-000000000001",
  name: "Northwind",
  host: "https://cloud.yugabyte.com",
  accountId: "a0000000-0000-4000-8000-000000000001",
  accountName: "Northwind Traders",
  projectId: "b0000000-0000-4000-8000-000000000001",
  projectName: "default",
  keyExpires: inDays(41),
  keyStore: "keyring",
  environment: "other",
  readOnly: false,
  sharedKey: null,
};

export const contoso: Profile = {
  ...northwind,
  id: "7f0c0f5e-0000-4000-8000-000000000002",
  name: "Contoso staging",
  accountName: "Contoso",
  projectName: "staging",
  keyExpires: inDays(9),
  keyStore: "session",
};

export const mayAll = {
  editEndpoints: null,
  createVpcs: null,
  deleteVpcs: null,
  isReadOnly: false,
};

/** An application without an account. */
export const nobody: AppState = {
  appVersion: "0.1.0",
  profiles: [],
  active: null,
  keyring: { store: "Secret Service", problem: null, isAsking: false },
  journal: null,
  fileProblems: [],
  untriedKey: null,
  settings: {
    theme: "dark",
    lockAfterMinutes: 30,
    caFile: null,
    certificates: null,
    proxy: { kind: "system" },
    lastProfile: null,
    keepHistoryDays: 365,
  },
  historyRaisedFrom: null,
  clockAheadMinutes: null,
  link: null,
  updates: { canLook: false, isOn: false, newer: null },
};

/** An application with an account in use. */
export const unlocked: AppState = {
  ...nobody,
  profiles: [contoso, northwind],
  active: {
    profileId: northwind.id,
    name: northwind.name,
    demo: false,
    isLockedBehind: false,
    status: { kind: "unlocked", may: mayAll, role: "Admin", keyExpires: northwind.keyExpires },
  },
};

/** The same with another status. */
export function withStatus(status: NonNullable<AppState["active"]>["status"]): AppState {
  return {
    ...unlocked,
    active: {
      profileId: northwind.id,
      name: northwind.name,
      demo: false,
      isLockedBehind: false,
      status,
    },
  };
}

export const noKeyring: AppState["keyring"] = {
  store: "Secret Service",
  problem: {
    code: "keyring-absent",
    message: "No keyring answers on this machine.",
    hint: "Install and start a Secret Service, such as gnome-keyring or KWallet.",
  },
  isAsking: false,
};

export const tried: TriedKey = {
  draft: "draft-1",
  host: "https://cloud.yugabyte.com",
  accountId: northwind.accountId,
  accountName: "Northwind Traders",
  projects: [{ id: northwind.projectId, name: "default" }],
  role: "Admin",
  mayEdit: null,
  keyExpires: inDays(41),
};

let serial = 0;
const id = () => `c0000000-0000-4000-8000-${String(++serial).padStart(12, "0")}`;

/** A region, with a PSE for these principals. */
export function region(code: string, vpc: Vpc | null, principals?: string[]): Region {
  const serviceName = `com.amazonaws.vpce.${code}.vpce-svc-0a41c7be92d6f3158`;
  return {
    id: id(),
    region: code,
    cloud: vpc?.cloud ?? "aws",
    vpcId: vpc?.id ?? null,
    nodes: 3,
    isDefault: true,
    otherHosts: [{ accessibility: "PRIVATE", host: `${code}.example.aws.yugabyte.cloud` }],
    endpoint: principals
      ? {
          kind: "present",
          pseId: id(),
          host: `pse-${code}.example.aws.yugabyte.cloud`,
          status: "ready",
          state: "ACTIVE",
          principals: principals.map((text) => ({
            text,
            kind: text === "*" ? "everyone" : "account",
            short: text,
            warning: "",
            owner: /:(\d{12}):/.exec(text)?.[1] ?? null,
          })),
          details: {
            kind: "known",
            serviceName,
            zones: [`${code}a`],
            connections: [],
            readAt: new Date().toISOString(),
          },
          pending: null,
        }
      : { kind: "none" },
    lacks: [],
    mayCreate: { kind: "yes" },
    mayEdit: { kind: "yes" },
    mayDelete: { kind: "yes" },
  };
}

/** A VPC. */
export function vpc(name: string, some: Partial<Vpc> = {}): Vpc {
  return {
    id: id(),
    name,
    cloud: "aws",
    state: "ACTIVE",
    health: "good",
    parentCidr: null,
    regions: [{ region: "us-west-2", cidr: "10.10.0.0/24" }],
    externalId: "vpc-0f4c1be2a97d33e10",
    clusterIds: [],
    peerings: 0,
    ...some,
  };
}

/** A cluster in a VPC. */
export function cluster(
  name: string,
  inside: Vpc | null,
  regions: Region[],
  some: Partial<Cluster> = {},
): Cluster {
  const made: Cluster = {
    id: id(),
    name,
    clouds: [...new Set(regions.map((r) => r.cloud))],
    state: "ACTIVE",
    health: "good",
    isSandbox: false,
    isProduction: true,
    tier: "PAID",
    clusterType: null,
    softwareVersion: "2024.2.3.1-b7",
    nodes: regions.length * 3,
    faultTolerance: "ZONE",
    vpcIds: inside ? [inside.id] : [],
    vpcNames: inside ? [inside.name] : [],
    busy: null,
    lacks: [],
    regions,
    problem: null,
    ...some,
  };
  for (const one of made.regions) one.lacks.push(...made.lacks);
  inside?.clusterIds.push(made.id);
  return made;
}

/** A believable inventory. */
export function inventory(): Snapshot {
  serial = 0;
  const prod = vpc("prod-aws", {
    regions: [
      { region: "us-west-2", cidr: "10.10.0.0/24" },
      { region: "us-east-1", cidr: "10.11.0.0/24" },
      { region: "eu-west-1", cidr: "10.12.0.0/24" },
      { region: "ap-southeast-2", cidr: "10.13.0.0/24" },
    ],
    peerings: 2,
  });
  const azure = vpc("prod-azure", {
    cloud: "azure",
    regions: [{ region: "westus3", cidr: null }],
    externalId:
      "/subscriptions/2f1c7d8e-5a0b-4c6d-9e3f-7a1b2c3d4e5f/resourceGroups/yb-837de879/providers/Microsoft.Network/virtualNetworks/vnet-prod",
  });
  const gcp = vpc("data-gcp", {
    cloud: "gcp",
    parentCidr: "10.40.0.0/16",
    regions: [],
    externalId: "yb-data-gcp",
  });
  const edge = vpc("edge-with-a-name-that-somebody-made-far-too-long-to-fit", {
    regions: [{ region: "ap-south-1", cidr: "10.20.0.0/22" }],
  });
  const making = vpc("analytics-2", {
    state: "CREATING",
    health: "changing",
    externalId: null,
    regions: [{ region: "eu-central-1", cidr: "10.30.0.0/24" }],
  });
  const spare = vpc("spare-aws", { regions: [{ region: "us-west-2", cidr: "10.50.0.0/24" }] });
  const broken = vpc("laboratory-aws", { state: "FAILED", health: "bad", externalId: null });
  const payments = "arn:aws:iam::412907365518:root";
  const batch = "arn:aws:iam::730155824960:role/batch";
  const clusters = [
    cluster("orders", prod, [
      region("us-west-2", prod, [payments, batch]),
      region("us-east-1", prod, [payments]),
      region("eu-west-1", prod, [payments]),
    ]),
    cluster("catalog", prod, [region("us-west-2", prod, [payments]), region("us-east-1", prod)]),
    cluster("ledger", azure, [region("westus3", azure, ["2f1c7d8e-5a0b-4c6d-9e3f-7a1b2c3d4e5f"])]),
    cluster("sessions", edge, [region("ap-south-1", edge, ["*"])], {
      busy: { task: "EDIT_CLUSTER", percent: 62 },
      lacks: [
        {
          kind: "busy",
          reason: "The cluster is being changed.",
          remedy: "Wait until the task is done.",
        },
      ],
    }),
    cluster("telemetry", gcp, [region("us-central1", gcp)], {
      lacks: [
        {
          kind: "cloud",
          reason: "Clusters on Google Cloud can't have private service endpoints.",
          remedy: "Connect over VPC peering or the public address instead.",
        },
      ],
    }),
    cluster(
      "sandbox-of-the-developer-relations-team-in-europe",
      null,
      [region("us-west-2", null)],
      {
        isSandbox: true,
        tier: "FREE",
        lacks: [
          {
            kind: "sandbox",
            reason: "A sandbox cluster can't have private service endpoints.",
            remedy: "Create a dedicated cluster in a VPC.",
          },
          {
            kind: "no-vpc",
            reason: "Region us-west-2 is not in a VPC.",
            remedy:
              "A cluster can't be moved into a VPC: create a new one in a VPC and move the data.",
          },
        ],
      },
    ),
    cluster("archive", prod, [region("us-west-2", prod)], {
      state: "PAUSED",
      health: "stopped",
      lacks: [
        {
          kind: "not-active",
          reason: "The cluster is paused.",
          remedy: "Resume it in the Aeon console.",
        },
      ],
    }),
    cluster("reports", prod, [region("us-west-2", prod)], {
      problem: {
        code: "offline",
        message: "The cluster could not be read again.",
        hint: "It is tried again by itself.",
      },
    }),
  ];
  return {
    version: 1,
    accountId: northwind.accountId,
    accountName: northwind.accountName,
    projectId: northwind.projectId,
    projectName: northwind.projectName,
    phase: { kind: "ready" },
    readAt: new Date().toISOString(),
    remembered: false,
    vpcs: [making, gcp, edge, broken, prod, azure, spare],
    clusters: clusters.sort((a, b) => a.name.localeCompare(b.name)),
    unreadable: [],
  };
}
