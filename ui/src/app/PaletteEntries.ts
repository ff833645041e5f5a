import type {
  AccessView,
  AppState,
  Cluster,
  ExportFormat,
  HistoryFormat,
  NamedView,
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
import { cloudName, cloudNames } from "../parts";
import { principalsOf, serviceNameOf, stateOf, whyNot } from "../parts/endpointState";
import { canLock } from "./canLock";
import { keywords, texts } from "./texts";

const { palette } = texts;

/** Something that the palette finds, with what it does when chosen. */
export interface Entry extends CommandItem {
  /** Further words that find it. */
  words: string;
  /** Ranks it above others that match as well. */
  isPreferred?: boolean;
  run: () => void;
}

/** Everything the palette can do. The caller provides how. */
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
  editAccess: (region: Region) => void;
  deleteEndpoint: (region: Region) => void;
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
  showView: (view: NamedView) => void;
  showBatch: (batch: Batch) => void;
  cancelBatch: (batch: Batch) => void;
  addAccount: () => void;
  refresh: () => void;
  showShortcuts: () => void;
  lock: () => void;
  leaveDemo: () => void;
}

/** A query that starts with this searches for something to copy. */
export const copyPrefix = "copy ";

/** The commands that don't depend on the inventory. */
export function actionEntries(state: AppState, may: Permissions, acts: Acts): Entry[] {
  const action = (entry: Pick<Entry, "id" | "title" | "icon" | "run"> & Partial<Entry>): Entry => ({
    words: "",
    group: palette.groups.actions,
    ...entry,
  });
  const goTo = (title: string, to: Parameters<Acts["go"]>[0], icon: Entry["icon"]) =>
    action({
      id: `go${to}`,
      title: palette.goTo(title),
      icon,
      group: palette.groups.goTo,
      run: () => acts.go(to),
    });
  const theme = settingsTheme(state);
  const themes: [Theme, string][] = [
    ["dark", palette.themes.dark],
    ["light", palette.themes.light],
    ["system", palette.themes.system],
  ];
  return [
    goTo(texts.pages.endpoints, "/endpoints", "endpoint"),
    goTo(texts.pages.connect, "/connect", "connect"),
    goTo(texts.pages.clusters, "/clusters", "cluster"),
    goTo(texts.pages.vpcs, "/vpcs", "vpc"),
    goTo(texts.pages.access, "/access", "access"),
    goTo(texts.pages.changes, "/changes", "history"),
    goTo(texts.pages.topology, "/topology", "topology"),
    goTo(texts.pages.accounts, "/accounts", "user"),
    goTo(texts.pages.settings, "/settings", "settings"),
    action({
      id: "copy",
      title: palette.copy,
      icon: "copy",
      run: () => acts.setQuery(copyPrefix),
    }),
    action({
      id: "troubleshoot",
      title: palette.troubleshoot,
      icon: "connect",
      words: keywords.troubleshoot,
      run: acts.troubleshoot,
    }),
    action({
      id: "create-vpc",
      title: palette.createVpc,
      icon: "plus",
      words: keywords.createVpc,
      disabledReason: may.createVpcs,
      run: acts.createVpc,
    }),
    action({
      id: "import-plan",
      title: palette.importPlan,
      icon: "open",
      words: keywords.importPlan,
      run: acts.importPlan,
    }),
    ...(["csv", "json"] as const).map((format) =>
      action({
        id: `export-history-${format}`,
        title: palette.exportHistory(format.toUpperCase()),
        icon: "save",
        words: keywords.exportHistory,
        run: () => acts.exportHistory(format),
      }),
    ),
    action({
      id: "findings",
      title: palette.showFindings,
      icon: "access",
      words: keywords.findings,
      run: acts.showFindings,
    }),
    ...(["csv", "json"] as const).map((format) =>
      action({
        id: `export-access-${format}`,
        title: palette.exportAccess(format.toUpperCase()),
        icon: "save",
        words: keywords.exportAccess,
        run: () => acts.exportAccess(format),
      }),
    ),
    action({
      id: "refresh",
      title: palette.refresh,
      icon: "refresh",
      words: keywords.refresh,
      run: acts.refresh,
    }),
    ...themes
      .filter(([id]) => id !== theme)
      .map(([id, title]) =>
        action({
          id: `theme-${id}`,
          title,
          icon: "settings",
          words: keywords.theme,
          run: () => acts.setTheme(id),
        }),
      ),
    action({
      id: "shortcuts",
      title: palette.shortcuts,
      icon: "info",
      words: keywords.shortcuts,
      keys: "?",
      run: acts.showShortcuts,
    }),
    action({
      id: "lock",
      title: texts.lock,
      icon: "lock",
      keys: "mod+L",
      disabledReason: canLock(state) ? null : palette.nothingToLock,
      run: acts.lock,
    }),
    ...(state.active?.demo
      ? [action({ id: "leave-demo", title: texts.leaveDemo, icon: "close", run: acts.leaveDemo })]
      : []),
    ...state.profiles
      .filter((profile) => profile.id !== state.active?.profileId)
      .map((profile) =>
        action({
          id: `account-${profile.id}`,
          title: texts.switchTo(profile.name),
          detail: profile.keyExpires
            ? palette.key(expiry(profile.keyExpires).short)
            : palette.keyAccount,
          icon: "user",
          words: `account ${profile.accountName} ${profile.projectName}`,
          group: palette.groups.accounts,
          run: () => acts.switchTo(profile),
        }),
      ),
    action({
      id: "add-account",
      title: texts.addAccount,
      icon: "plus",
      words: keywords.addAccount,
      group: palette.groups.accounts,
      run: acts.addAccount,
    }),
  ];
}

function settingsTheme(state: AppState): Theme {
  return state.settings.theme ?? "system";
}

/** Current batches: each can be shown, and canceled while some of its steps have not been sent. */
export function batchEntries(batches: readonly Batch[], acts: Acts): Entry[] {
  return batches.flatMap((batch): Entry[] => {
    const { finished, cancelled, tally } = batch;
    const entry = {
      detail: summary(batch).text,
      words: keywords.changes,
      group: palette.groups.inProgress,
    };
    const show: Entry = {
      ...entry,
      id: `batch-${batch.id}`,
      title: palette.showChanges(batch.title),
      icon: "history",
      run: () => acts.showBatch(batch),
    };
    if (finished || cancelled || tally.planned + tally.waiting === 0) return [show];
    return [
      show,
      {
        ...entry,
        id: `cancel-${batch.id}`,
        title: palette.cancelChanges(batch.title),
        icon: "close",
        run: () => acts.cancelBatch(batch),
      },
    ];
  });
}

/** The filters that the user gave a name. */
export function viewEntries(named: readonly NamedView[], acts: Acts): Entry[] {
  return named.map((view) => ({
    id: `view-${view.name}`,
    title: palette.showView(view.name),
    icon: "bookmark",
    words: keywords.view,
    group: palette.groups.views,
    run: () => acts.showView(view),
  }));
}

/** Every cluster, endpoint, VPC and principal. */
export function inventoryEntries(snapshot: Snapshot, acts: Acts): Entry[] {
  const entries: Entry[] = [];
  const reach = new Map<string, { short: string; endpoints: number }>();
  for (const cluster of snapshot.clusters) {
    entries.push({
      id: `cluster-${cluster.id}`,
      title: cluster.name,
      detail: palette.cluster(cloudNames(cluster.clouds), cluster.regions.length),
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
        title: palette.endpointIn(cluster.name, region.region),
        detail: palette.endpoint(stateOf(region).label),
        icon: "endpoint",
        words: `${serviceNameOf(region.endpoint) ?? ""} ${hostOf(region) ?? ""}`,
        run: () => acts.showEndpoint(region),
      });
      entries.push({
        id: `access-${region.id}`,
        title: palette.accessTo(cluster.name, region.region),
        detail: palette.aboutAccess,
        icon: "access",
        words: keywords.access,
        disabledReason: whyNot(region.mayEdit),
        run: () => acts.editAccess(region),
      });
      entries.push({
        id: `delete-${region.id}`,
        title: palette.deleteIn(cluster.name, region.region),
        detail: palette.aboutDelete,
        icon: "trash",
        words: keywords.deleteEndpoint,
        disabledReason: whyNot(region.mayDelete),
        run: () => acts.deleteEndpoint(region),
      });
      entries.push({
        id: `connect-${region.id}`,
        title: palette.connectTo(cluster.name, region.region),
        detail: palette.aboutConnect,
        icon: "connect",
        words: keywords.connect,
        run: () => acts.connect(cluster, region),
      });
    }
  }
  for (const vpc of snapshot.vpcs) {
    entries.push({
      id: `vpc-${vpc.id}`,
      title: vpc.name,
      detail: palette.vpc(cloudName(vpc.cloud), vpc.clusterIds.length),
      icon: "vpc",
      words: `${vpc.id} ${vpc.externalId ?? ""} ${vpc.regions.map((r) => r.cidr ?? "").join(" ")}`,
      run: () => acts.showVpc(vpc),
    });
  }
  for (const [text, { endpoints }] of reach) {
    entries.push({
      id: `principal-${text}`,
      title: text === "*" ? palette.anyone : text,
      detail: palette.principal(endpoints),
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
    detail: palette.owner(owner, endpoints.size),
    icon: "user",
    words: owner,
    run: () => acts.showOwner(owner),
  }));
}

/** The topology of every cluster and VPC. */
export function topologyEntries(snapshot: Snapshot, acts: Acts): Entry[] {
  const entry = (id: string, name: string, detail: string, of: TopologySearch): Entry => ({
    id: `topology-${id}`,
    title: palette.topologyOf(name),
    detail,
    icon: "topology",
    words: keywords.topology,
    run: () => acts.showTopology(of),
  });
  return [
    ...snapshot.clusters.map((c) => entry(c.id, c.name, palette.isCluster, { cluster: c.id })),
    ...snapshot.vpcs.map((v) => entry(v.id, v.name, palette.isVpc, { vpc: v.id })),
  ];
}

/** Every service name and host, to copy. */
export function copyEntries(snapshot: Snapshot, acts: Acts): Entry[] {
  return snapshot.clusters.flatMap((cluster) =>
    cluster.regions.flatMap((region) => {
      const entry = (what: string, text: string | null): Entry[] =>
        text === null
          ? []
          : [
              {
                id: `copy-${what}-${region.id}`,
                title: palette.copyOf(cluster.name, region.region, what),
                detail: text,
                icon: "copy",
                isPreferred: what === palette.serviceName,
                words: text,
                run: () => acts.copy(text, palette.copiedOf(what, cluster.name, region.region)),
              },
            ];
      return [
        ...entry(palette.serviceName, serviceNameOf(region.endpoint)),
        ...entry(palette.host, hostOf(region)),
      ];
    }),
  );
}

function hostOf(region: Region): string | null {
  return region.endpoint.kind === "present" ? region.endpoint.host : null;
}
