import { count } from "../parts/words";

/** What the frame around the pages says: sidebar, account menu, command palette, notifications. */
export const texts = {
  // The sidebar.
  navigation: "Main",
  pages: {
    endpoints: "Endpoints",
    connect: "Connect",
    clusters: "Clusters",
    vpcs: "VPCs",
    access: "Access",
    changes: "Changes",
    topology: "Topology",
    accounts: "Accounts",
    settings: "Settings",
  },
  findings: (n: number) => `, ${count(n, "finding")}`,
  findingsByKind: (serious: number, warnings: number, notes: number) =>
    `${serious} serious, ${count(warnings, "warning")}, ${count(notes, "note")}`,
  changesInProgress: "Changes in progress",
  moreChanges: (n: number) => `${n} more`,
  dismiss: (changes: string) => `Dismiss ${changes}`,
  demo: "Demo account: nothing is real",
  lock: "Lock",

  // The account menu.
  account: "Account",
  accountNamed: (name: string) => `Account: ${name}`,
  switchTo: (account: string) => `Switch to ${account}`,
  addAccount: "Add an account…",
  manageAccounts: "Manage accounts",
  leaveDemo: "Leave the demo",
  roleAndKey: (role: string, key: string) => `${role} · ${key}`,
  key: (left: string) => `key ${left}`,

  // A link to an endpoint that was opened outside Postern.
  link: {
    otherAccount: (account: string) => `The link leads to an endpoint in ${account}`,
    switchTo: (account: string) => `Switch to ${account}`,
    switchAccount: "switch accounts",
    waiting: "A link to an endpoint was opened",
    show: "Show endpoint",
    unknownAccount: {
      title: "The link leads to an account that isn't in Postern",
      detail: "Add it with a key that sees its project, then open the link again.",
    },
    unknownEndpoint: {
      title: "This account doesn't have the endpoint that the link leads to",
      detail: "It may have been deleted, with its cluster or region.",
    },
  },

  // Notifications.
  notifications: "Notifications",
  dismissNotification: "Dismiss",
  show: "Show",
  summary: (changes: string, summary: string) => `${changes}: ${summary}`,
  leaveDemoFailed: "Could not leave the demo",
  lockFailed: "Could not lock",
  locked: "Your accounts are locked",
  demoStaysOpen: "The demo stays open.",
  copied: (what: string) => `Copied ${what}`,

  // What could not be done, after "Could not".
  failures: {
    cancel: "cancel",
    dismiss: "dismiss the changes",
    leaveDemo: "leave the demo",
    refresh: "refresh",
  },

  openSettings: "Open Settings",
  clockOff: "This machine's clock is wrong",
  aboutClock: (ahead: number) =>
    `It is ${count(Math.abs(ahead), "minute")} ${ahead > 0 ? "ahead of" : "behind"} the service's. Expiry dates and ages of data may be wrong here. Set the clock.`,

  palette: {
    label: "Find anything",
    placeholder: "Find a cluster, endpoint, VPC or principal, or run a command",
    noMatches: (query: string) => `No matches for “${query}”`,
    nothingToCopy: "No matching service names or hosts",
    groups: {
      goTo: "Go to",
      actions: "Actions",
      accounts: "Accounts",
      inProgress: "In progress",
      views: "Views",
    },
    goTo: (page: string) => `Go to ${page}`,
    copy: "Copy a service name or host…",
    troubleshoot: "Troubleshoot an error…",
    createVpc: "Create a VPC…",
    importPlan: "Import a plan…",
    exportHistory: (format: string) => `Export history as ${format}…`,
    showFindings: "Show findings",
    exportAccess: (format: string) => `Export access as ${format}…`,
    refresh: "Refresh",
    themes: { dark: "Use dark theme", light: "Use light theme", system: "Match system theme" },
    nothingToLock: "The demo has no key to lock.",
    key: (left: string) => `Key ${left}`,
    keyAccount: "Account",
    showChanges: (title: string) => `Show “${title}”`,
    cancelChanges: (title: string) => `Cancel “${title}”`,

    // What the account has, with its kind.
    cluster: (cloud: string, regions: number) => `Cluster · ${cloud} · ${count(regions, "region")}`,
    showView: (name: string) => `Show ${name}`,
    endpointIn: (cluster: string, region: string) => `${cluster} · ${region}`,
    endpoint: (state: string) => `Endpoint · ${state}`,
    connectTo: (cluster: string, region: string) => `Connect to ${cluster} · ${region}`,
    aboutConnect: "Scripts, templates and steps",
    accessTo: (cluster: string, region: string) => `Edit access to ${cluster} · ${region}`,
    aboutAccess: "Add or remove principals",
    deleteIn: (cluster: string, region: string) => `Delete endpoint ${cluster} · ${region}`,
    aboutDelete: "Reviewed first",
    shortcuts: "Keyboard shortcuts",
    vpc: (cloud: string, clusters: number) => `VPC · ${cloud} · ${count(clusters, "cluster")}`,
    anyone: "* (anyone)",
    principal: (endpoints: number) => `Principal · ${count(endpoints, "endpoint")}`,
    owner: (id: string, endpoints: number) => `${id} · ${count(endpoints, "endpoint")}`,
    topologyOf: (name: string) => `Topology of ${name}`,
    isCluster: "Cluster",
    isVpc: "VPC",
    serviceName: "service name",
    host: "host",
    copyOf: (cluster: string, region: string, what: string) => `${cluster} · ${region} · ${what}`,
    copiedOf: (what: string, cluster: string, region: string) =>
      `${what} of ${cluster} in ${region}`,
  },
};

/** Further words that find an entry of the palette; never shown. */
export const keywords = {
  troubleshoot: "cause troubleshooting diagnose fix problem connection timeout",
  createVpc: "new add",
  importPlan: "load file json review",
  exportHistory: "changes save download audit log",
  findings: "what looks wrong problems wildcard audit security",
  exportAccess: "who has access principals findings save download audit",
  refresh: "reload read again",
  theme: "mode colour color appearance",
  addAccount: "key new",
  view: "filters saved view",
  changes: "progress stop under way",
  access: "grant revoke add remove principal allow permission security who",
  deleteEndpoint: "remove drop",
  shortcuts: "keys help",
  connect: "guide terraform cloudformation cli recipe check",
  topology: "picture diagram",
};

/** The keyboard shortcuts: what each does, then its keys. */
export const shortcuts: {
  title: string;
  groups: readonly { title: string; keys: readonly (readonly [string, ...string[]])[] }[];
} = {
  title: "Keyboard shortcuts",
  groups: [
    {
      title: "Anywhere",
      keys: [
        ["Find anything, run a command", "mod+K"],
        ["Lock", "mod+L"],
        ["Zoom in, zoom out", "mod++", "mod+−"],
        ["Reset the zoom", "mod+0"],
        ["Keyboard shortcuts", "?"],
        ["Close, or cancel", "Esc"],
      ],
    },
    {
      title: "Lists",
      keys: [
        ["Search the list", "/", "mod+F"],
        ["Move", "↑", "↓", "PgUp", "PgDn"],
        ["Open or close a group", "→", "←"],
        ["Open", "Enter"],
        ["Show the menu", "Shift+F10"],
        ["Copy the row, or the selected rows", "C", "mod+C"],
      ],
    },
    {
      title: "Selecting endpoints",
      keys: [
        ["Select or clear a row", "Space"],
        ["Extend the selection", "Shift+↑", "Shift+↓"],
        ["Select all rows shown", "mod+A"],
        ["Clear the selection", "Esc"],
      ],
    },
    {
      title: "Editing principals",
      keys: [
        ["Add what you typed", "Enter", ","],
        ["Use the suggestion", "Tab"],
        ["Remove a principal", "Delete"],
        ["Review, then apply the change", "mod+Enter"],
      ],
    },
    {
      title: "Topology",
      keys: [
        ["Follow the lines", "↑", "↓", "←", "→"],
        ["Zoom", "+", "−"],
        ["Show everything", "0"],
      ],
    },
  ],
};
