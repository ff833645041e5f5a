import type { AccessView, Finding, PrincipalAccess, Snapshot, UnreadPlace } from "../ipc";
import { inventory } from "./builders";

/** What the shell says of who can reach what in an inventory, without findings. */
export function accessOf(snapshot: Snapshot, names: Record<string, string> = {}): AccessView {
  const principals = new Map<string, PrincipalAccess>();
  for (const cluster of snapshot.clusters) {
    for (const region of cluster.regions) {
      const { endpoint } = region;
      if (endpoint.kind === "none") continue;
      for (const principal of endpoint.principals ?? []) {
        const key = `${region.cloud} ${principal.text}`;
        const owner = ownerOf(principal.text);
        const access = principals.get(key) ?? {
          principal,
          cloud: region.cloud,
          owner,
          name: owner ? (names[owner] ?? null) : null,
          group: null,
          isOurs: false,
          reaches: [],
        };
        principals.set(key, access);
        const details = endpoint.kind === "present" ? endpoint.details : null;
        access.reaches.push({
          clusterId: cluster.id,
          clusterName: cluster.name,
          regionId: region.id,
          region: region.region,
          since: { at: "2025-03-03T09:30:00Z", exact: cluster.name !== "orders" },
          note: null,
          connections: details?.kind === "known" ? (details.connections?.length ?? null) : null,
          status: endpoint.kind === "present" ? endpoint.status : "creating",
          mayEdit: region.mayEdit,
        });
      }
    }
  }
  const unread = snapshot.clusters.flatMap((cluster) =>
    cluster.regions.flatMap(({ id, region, cloud, endpoint }): UnreadPlace[] =>
      endpoint.kind === "present" && endpoint.principals === null
        ? [
            {
              cloud,
              clusterName: cluster.name,
              regionId: id,
              region,
              status: endpoint.status,
            },
          ]
        : [],
    ),
  );
  const list = [...principals.values()];
  return { version: snapshot.version, principals: list, unread, findings: [] };
}

function ownerOf(text: string): string | null {
  const arn = /^arn:[\w-]+:iam::(\d{12}):/.exec(text);
  return arn?.[1] ?? (/^[0-9a-f-]{36}$/.test(text) ? text : null);
}

/** Findings of every severity on the inventory. */
export function findingsOf(snapshot: Snapshot): Finding[] {
  const at = (cluster: string, code: string) => {
    const found = snapshot.clusters
      .find((c) => c.name === cluster)
      ?.regions.find((r) => r.region === code);
    if (!found) throw new Error(`${cluster} has no region ${code}`);
    return found;
  };
  const everyone = at("sessions", "ap-south-1");
  const west = at("orders", "us-west-2");
  const east = at("orders", "us-east-1");
  const europe = at("orders", "eu-west-1");
  const batch = "arn:aws:iam::730155824960:role/batch";
  const principalOf = (text: string) => ({
    text,
    kind: "role" as const,
    short: "7301…4960 role/batch",
    warning: "",
    owner: /:(\d{12}):/.exec(text)?.[1] ?? null,
  });
  const found: Omit<Finding, "accepted">[] = [
    {
      id: "everyone",
      kind: "everyone",
      severity: "serious",
      title: "Anyone may ask to connect to sessions in ap-south-1",
      text: "* is on its list: any AWS account that knows the service name may ask to connect. Add those who need it, then remove it.",
      regions: [everyone.id],
      principal: { text: "*", kind: "everyone", short: "* anyone", warning: "", owner: null },
      fixes: [
        { label: "Remove *", goal: { kind: "remove", regions: [everyone.id], principals: ["*"] } },
      ],
    },
    {
      id: "siblings",
      kind: "not-in-siblings",
      severity: "warning",
      title: "7301…4960 role/batch can't connect in every region of orders",
      text: "It can connect in us-west-2, but not in eu-west-1 and us-east-1: after a failover it would be locked out.",
      regions: [europe.id, east.id],
      principal: principalOf(batch),
      fixes: [
        {
          label: "Add to 2 regions",
          goal: { kind: "add", regions: [europe.id, east.id], principals: [batch] },
        },
        {
          label: "Remove from us-west-2",
          goal: { kind: "remove", regions: [west.id], principals: [batch] },
        },
      ],
    },
    {
      id: "key",
      kind: "key-expires",
      severity: "warning",
      title: "The API key expires in 24 days, on Dec 18, 2026",
      text: "Create another API key for Northwind in the Aeon console and give it to Postern before then: without one nothing can be read or changed.",
      regions: [],
      principal: null,
      fixes: [],
    },
    {
      id: "public",
      kind: "public-access",
      severity: "warning",
      title: "catalog can be reached from the internet",
      text: "Public access is on in us-west-2 in addition to the private endpoint. When all applications connect privately, turn it off in the cluster's network settings in the Aeon console.",
      regions: [at("catalog", "us-west-2").id],
      principal: null,
      fixes: [],
    },
    ...[west, east, europe].map(
      (region): Omit<Finding, "accepted"> => ({
        id: `nobody-${region.id}`,
        kind: "nobody-connected",
        severity: "note",
        title: `Nobody is connected to orders in ${region.region}`,
        text: "No connection from the cloud side stands. Either it is not set up there yet, or the endpoint is not needed any more.",
        regions: [region.id],
        principal: null,
        fixes: [{ label: "Delete the endpoint", goal: { kind: "delete", regions: [region.id] } }],
      }),
    ),
  ];
  return found.map((finding) => ({ ...finding, accepted: null }));
}

/** The names in the address book. */
export const names = {
  "412907365518": "Payments",
  "2f1c7d8e-5a0b-4c6d-9e3f-7a1b2c3d4e5f": "Finance",
};

/** Who can reach what in the believable inventory, with names and findings. */
export function northwindAccess(snapshot: Snapshot = inventory()): AccessView {
  return { ...accessOf(snapshot, names), findings: findingsOf(snapshot) };
}
