import { count } from "../../parts/words";

/** What the Access page says in its own words. The findings' texts come from Rust. */
export const texts = {
  view: "View",
  search: {
    label: "Search access",
    placeholder: "Account, name, role, cluster…",
    findings: "Search findings…",
  },
  noMatch: {
    title: "No matches",
    body: (query: string) => `No account, name, principal, cluster or region contains “${query}”.`,
    showAll: "Show all",
  },
  unread: (where: string) =>
    `The service didn't return the principals of ${where}, so this page doesn't show who can connect there.`,
  nobody: {
    title: "Nobody has access",
    noPrincipals: "None of the endpoints lists a principal. Add the principals that may connect.",
    noEndpoints:
      "There are no private service endpoints yet. Create one, and this page shows who can connect to it.",
    action: "Go to endpoints",
  },
  export: { csv: "CSV, one line per principal", json: "JSON, with findings" },
  reachedBy: (owner: string) => `What ${owner} reaches`,
  whoReaches: (cluster: string, region: string) => `Who reaches ${cluster} in ${region}`,
  everyAccount: "Every account",
  notAPrincipal: "Not a principal",
  noPrincipals: "None",
  notRead: "Not read",
  connectionsTo: (where: string) =>
    `Connections to ${where}. The service doesn't say whose they are.`,
  revokeAll: "Revoke all…",
  menu: { open: "Open endpoint", revoke: "Revoke…", revokeEverywhere: "Revoke everywhere…" },
  findings: {
    none: {
      title: "No findings",
      body: "No wildcards, no principals missing from a region, no unused endpoints. Postern checks again on every refresh.",
    },
    addPrincipals: "Add principals…",
    openConsole: "Open Aeon console",
    replaceKey: "Replace key",
    more: (n: number) => `Show ${n} more`,
    morePlaces: (n: number) => count(n, "more", "more"),
  },
};
