import type { CloudAccessView, Connection, ConnectionsView, PreflightView, Snapshot } from "../ipc";

/** What Rust says of an endpoint's connections before anything is looked up. */
export function connectionsOf(snapshot: Snapshot | null, regionId: string): ConnectionsView {
  const regions = snapshot?.clusters.flatMap((cluster) => cluster.regions) ?? [];
  const endpoint = regions.find((region) => region.id === regionId)?.endpoint;
  const details = endpoint?.kind === "present" ? endpoint.details : null;
  const ids = details?.kind === "known" ? (details.connections ?? []) : [];
  return connectionsView({ connections: ids.map((id) => connection({ id })) });
}

export function connectionsView(of: Partial<ConnectionsView> = {}): ConnectionsView {
  return {
    connections: [],
    isOn: false,
    plan: [],
    obstacle: null,
    lookedUp: null,
    isRunning: false,
    commands: [],
    leftOut: 0,
    ...of,
  };
}

export function connection(of: Partial<Connection> = {}): Connection {
  return {
    id: "vpce-0d1c2b3a4f5e6d7c8",
    isReported: true,
    owner: null,
    ownerName: null,
    standing: null,
    found: null,
    ...of,
  };
}

export function preflightView(of: Partial<PreflightView> = {}): PreflightView {
  return {
    isOn: false,
    profiles: [],
    profile: null,
    plan: [],
    obstacle: null,
    checked: null,
    isRunning: false,
    commands: [],
    result: { points: [], networks: [], grant: null },
    ...of,
  };
}

export function cloudAccess(of: Partial<CloudAccessView> = {}): CloudAccessView {
  return {
    isOn: false,
    aws: { cli: "aws", program: "/usr/local/bin/aws", isChosen: false, missing: null },
    az: { cli: "az", program: null, isChosen: false, missing: null },
    profiles: [
      { name: "default", account: null, accountName: null, isSso: false, isSelected: false },
      {
        name: "shop",
        account: "301122334455",
        accountName: "Shop",
        isSso: true,
        isSelected: false,
      },
    ],
    commands: ["aws sts get-caller-identity --profile …", "az account list"],
    ...of,
  };
}
