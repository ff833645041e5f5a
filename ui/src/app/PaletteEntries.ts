import type {
  AccessView,
  AppState,
  Cluster,
  ExportFormat,
  HistoryFormat,
  Permissions,
  Profile,
  Region,
  Snapshot,
  Theme,
  Vpc,
} from "../ipc";
import type { CommandItem } from "../kit/CommandList";
import { expiry } from "../pages/Accounts/expiry";
import { type Batch, summary } from "../pages/Changes/batches";
import type { TopologySearch } from "../pages/Topology/search";
import { cloudName, count } from "../parts";
import { principalsOf, serviceNameOf, stateOf } from "../parts/endpointState";
import { canLock } from "./lock";

/** Something that the palette finds, and what choosing it does. */
export interface Entry extends CommandItem {
  /** Further words that find it. */
  words: string;
  run: () => void;
}

/** What the palette can do; it knows the things, the caller knows how. */
export interface Acts {
  go: (
    to:
      | "/endpoints"
      | "/connect"
      | "/clusters"
      | "/vpcs"
      | "/access"
      | "/changes"
      | "/topology"
      | "/accounts"
      | "/settings",
  ) => void;
  showCluster: (cluster: Cluster) => void;
  showEndpoint: (region: Region) => void;
  connect: (cluster: Cluster, region: Region) => void;
  troubleshoot: () => void;
  showVpc: (vpc: Vpc) => void;
  showPrincipal: (text: string) => void;
  showFindings: () => void;
  showOwner: (owner: string) => void;
  showTopology: (of: TopologySearch) => void;
  exportAccess: (format: ExportFormat) => void;
  copy: (text: string, what: string) => void;
  switchTo: (profile: Profile) => void;
  setTheme: (theme: Theme) => void;
  setQuery: (query: string) => void;
  createVpc: () => void;
  importPlan: () => void;
  exportHistory: (format: HistoryFormat) => void;
  showBatch: (batch: Batch) => void;
  cancelBatch: (batch: Batch) => void;
  addAccount: () => void;
  refresh: () => void;
  lock: () => void;
  leaveDemo: () => void;
}

/** What the query starts with while something to copy is looked for. */
export const copyPrefix = "copy ";

/** The things that can be done whatever there is. */
export function actionEntries(state: AppState, may: Permissions, acts: Acts): Entry[] {
  const action = (entry: Pick<Entry, "id" | "title" | "icon" | "run"> & Partial<Entry>): Entry => ({
    words: "",
    group: "Do",
    ...entry,
  });
  const goTo = (title: string, to: Parameters<Acts["go"]>[0], icon: Entry["icon"]) =>
    action({
      id: `go${to}`,
      title: `Go to ${title}`,
      icon,
      group: "Go to",
      run: () => acts.go(to),
    });
  const theme = settingsTheme(state);
  const themes: [Theme, string][] = [
    ["dark", "Dark theme"],
    ["light", "Light theme"],
    ["system", "Theme as the system"],
  ];
  return [
    goTo("Endpoints", "/endpoints", "endpoint"),
    goTo("Connect", "/connect", "connect"),
    goTo("Clusters", "/clusters", "cluster"),
    goTo("VPCs", "/vpcs", "vpc"),
    goTo("Access", "/access", "access"),
    goTo("Changes", "/changes", "history"),
    goTo("Topology", "/topology", "topology"),
    goTo("Accounts", "/accounts", "user"),
    goTo("Settings", "/settings", "settings"),
    action({
      id: "copy",
      title: "Copy a service name or host…",
      icon: "copy",
      run: () => acts.setQuery(copyPrefix),
    }),
    action({
      id: "troubleshoot",
      title: "Find the cause of an error…",
      icon: "connect",
      words: "troubleshooting diagnose fix problem connection timeout",
      run: acts.troubleshoot,
    }),
    action({
      id: "create-vpc",
      title: "Create a VPC…",
      icon: "plus",
      words: "new add",
      disabledReason: may.createVpcs,
      run: acts.createVpc,
    }),
    action({
      id: "import-plan",
      title: "Import a plan…",
      icon: "open",
      words: "load file json review",
      run: acts.importPlan,
    }),
    ...(["csv", "json"] as const).map((format) =>
      action({
        id: `export-history-${format}`,
        title: `Export the history as ${format.toUpperCase()}…`,
        icon: "save",
        words: "changes save download audit log",
        run: () => acts.exportHistory(format),
      }),
    ),
    action({
      id: "findings",
      title: "Show what looks wrong",
      icon: "access",
      words: "findings problems wildcard audit security",
      run: acts.showFindings,
    }),
    ...(["csv", "json"] as const).map((format) =>
      action({
        id: `export-access-${format}`,
        title: `Export who has access as ${format.toUpperCase()}…`,
        icon: "save",
        words: "principals findings save download audit",
        run: () => acts.exportAccess(format),
      }),
    ),
    action({
      id: "refresh",
      title: "Refresh",
      icon: "refresh",
      words: "reload read again",
      run: acts.refresh,
    }),
    ...themes
      .filter(([id]) => id !== theme)
      .map(([id, title]) =>
        action({
          id: `theme-${id}`,
          title,
          icon: "settings",
          words: "mode colour color appearance",
          run: () => acts.setTheme(id),
        }),
      ),
    action({
      id: "lock",
      title: "Lock",
      icon: "lock",
      keys: "mod+L",
      disabledReason: canLock(state) ? null : "The demo has no key to lock away.",
      run: acts.lock,
    }),
    ...(state.active?.demo
      ? [action({ id: "leave-demo", title: "Leave the demo", icon: "close", run: acts.leaveDemo })]
      : []),
    ...state.profiles
      .filter((profile) => profile.id !== state.active?.profileId)
      .map((profile) =>
        action({
          id: `account-${profile.id}`,
          title: `Switch to ${profile.name}`,
          detail: profile.keyExpires ? `key ${expiry(profile.keyExpires).short}` : "Account",
          icon: "user",
          words: `account ${profile.accountName} ${profile.projectName}`,
          group: "Accounts",
          run: () => acts.switchTo(profile),
        }),
      ),
    action({
      id: "add-account",
      title: "Add an account…",
      icon: "plus",
      words: "key new",
      group: "Accounts",
      run: acts.addAccount,
    }),
  ];
}

function settingsTheme(state: AppState): Theme {
  return state.settings.theme ?? "system";
}

/** The changes on the list: each can be shown, and stopped while something of it isn't sent. */
export function batchEntries(batches: readonly Batch[], acts: Acts): Entry[] {
  return batches.flatMap((batch): Entry[] => {
    const { finished, cancelled, tally } = batch;
    const entry = { detail: summary(batch).text, words: "progress stop", group: "Under way" };
    const show: Entry = {
      ...entry,
      id: `batch-${batch.id}`,
      title: `Show “${batch.title}”`,
      icon: "history",
      run: () => acts.showBatch(batch),
    };
    if (finished || cancelled || tally.planned + tally.waiting === 0) return [show];
    return [
      show,
      {
        ...entry,
        id: `cancel-${batch.id}`,
        title: `Cancel “${batch.title}”`,
        icon: "close",
        run: () => acts.cancelBatch(batch),
      },
    ];
  });
}

/** Every cluster, endpoint, VPC and principal. */
export function thingEntries(snapshot: Snapshot, acts: Acts): Entry[] {
  const entries: Entry[] = [];
  const reach = new Map<string, { short: string; endpoints: number }>();
  for (const cluster of snapshot.clusters) {
    entries.push({
      id: `cluster-${cluster.id}`,
      title: cluster.name,
      detail: `Cluster · ${cloudName(cluster.cloud)} · ${count(cluster.regions.length, "region")}`,
      icon: "cluster",
      words: cluster.id,
      run: () => acts.showCluster(cluster),
    });
    for (const region of cluster.regions) {
      for (const principal of principalsOf(region.endpoint)) {
        const known = reach.get(principal.text);
        if (known) known.endpoints += 1;
        else reach.set(principal.text, { short: principal.short, endpoints: 1 });
      }
      if (region.endpoint.kind === "none") continue;
      entries.push({
        id: `endpoint-${region.id}`,
        title: `${cluster.name} · ${region.region}`,
        detail: `Endpoint · ${stateOf(cluster, region.endpoint).label}`,
        icon: "endpoint",
        words: `${serviceNameOf(region.endpoint) ?? ""} ${hostOf(region) ?? ""}`,
        run: () => acts.showEndpoint(region),
      });
      entries.push({
        id: `connect-${region.id}`,
        title: `Connect to ${cluster.name} · ${region.region}`,
        detail: "Scripts, templates and steps",
        icon: "connect",
        words: "guide terraform cloudformation cli recipe check",
        run: () => acts.connect(cluster, region),
      });
    }
  }
  for (const vpc of snapshot.vpcs) {
    entries.push({
      id: `vpc-${vpc.id}`,
      title: vpc.name,
      detail: `VPC · ${cloudName(vpc.cloud)} · ${count(vpc.clusterIds.length, "cluster")}`,
      icon: "vpc",
      words: `${vpc.id} ${vpc.externalId ?? ""} ${vpc.regions.map((r) => r.cidr ?? "").join(" ")}`,
      run: () => acts.showVpc(vpc),
    });
  }
  for (const [text, { endpoints }] of reach) {
    entries.push({
      id: `principal-${text}`,
      title: text === "*" ? "* (anyone)" : text,
      detail: `Principal · ${count(endpoints, "endpoint")}`,
      icon: "key",
      words: text.replaceAll(/\D/g, ""),
      run: () => acts.showPrincipal(text),
    });
  }
  return entries;
}

/** The accounts and subscriptions that have a name. */
export function ownerEntries(access: AccessView, acts: Acts): Entry[] {
  const owners = new Map<string, { name: string; endpoints: Set<string> }>();
  for (const { owner, name, reaches } of access.principals) {
    if (owner === null || name === null) continue;
    const known = owners.get(owner) ?? { name, endpoints: new Set<string>() };
    owners.set(owner, known);
    for (const reach of reaches) known.endpoints.add(reach.regionId);
  }
  return [...owners].map(([owner, { name, endpoints }]) => ({
    id: `owner-${owner}`,
    title: name,
    detail: `${owner} · ${count(endpoints.size, "endpoint")}`,
    icon: "user",
    words: owner,
    run: () => acts.showOwner(owner),
  }));
}

/** The picture of every cluster and VPC. */
export function topologyEntries(snapshot: Snapshot, acts: Acts): Entry[] {
  const entry = (id: string, name: string, detail: string, of: TopologySearch): Entry => ({
    id: `topology-${id}`,
    title: `Topology of ${name}`,
    detail,
    icon: "topology",
    words: "picture diagram",
    run: () => acts.showTopology(of),
  });
  return [
    ...snapshot.clusters.map((c) => entry(c.id, c.name, "Cluster", { cluster: c.id })),
    ...snapshot.vpcs.map((v) => entry(v.id, v.name, "VPC", { vpc: v.id })),
  ];
}

/** Every service name and host, to be copied. */
export function copyEntries(snapshot: Snapshot, acts: Acts): Entry[] {
  return snapshot.clusters.flatMap((cluster) =>
    cluster.regions.flatMap((region) => {
      const of = `${cluster.name} · ${region.region}`;
      const entry = (what: string, text: string | null): Entry[] =>
        text === null
          ? []
          : [
              {
                id: `copy-${what}-${region.id}`,
                title: `${of} · ${what}`,
                detail: text,
                icon: "copy",
                words: text,
                run: () => acts.copy(text, `${what} of ${cluster.name} in ${region.region}`),
              },
            ];
      return [
        ...entry("service name", serviceNameOf(region.endpoint)),
        ...entry("host", hostOf(region)),
      ];
    }),
  );
}

function hostOf(region: Region): string | null {
  return region.endpoint.kind === "present" ? region.endpoint.host : null;
}
