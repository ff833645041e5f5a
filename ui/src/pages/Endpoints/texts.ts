import type { Cloud, EndpointStatus } from "../../ipc";
import { cloudName, count, number } from "../../parts/words";

/** What the Endpoints page says in its own words. What depends on a rule comes from Rust. */
export const texts = {
  search: "Search endpoints",
  /** The words in the field, which is short in a narrow window. */
  searchHint: "Search",
  noMatch: {
    title: "No matching endpoints",
    body: (regions: number) => `None of the ${count(regions, "region")} matches your filters.`,
    clear: "Clear search and filters",
  },
  noClusters: {
    title: "No clusters yet",
    body: (project: string, account: string) =>
      `${project} in ${account} has no clusters. Create one in a VPC from the Aeon console, and its regions will appear here.`,
    refresh: "Check again",
  },
  loading: "Loading clusters",

  row: {
    production: "production",
    create: "Create endpoint",
    none: "No endpoint in this region",
    notLoaded: "Not loaded yet",
    notRefreshed: "not refreshed",
    noPrincipals: "None",
    notRead: "Not read",
    draft: "Unsent changes",
  },
  views: {
    title: "Views",
    save: "Save view…",
    delete: "Delete a view",
    deleted: (name: string) => `Deleted the view “${name}”`,
    saved: (name: string) => `Saved the view “${name}”`,
    saveTitle: "Save view",
    name: "Name",
    example: "Production on AWS, failed",
    about: "Keeps the search, the filters and the sort order. The command palette finds it, too.",
    nameFirst: "Enter a name.",
    replaces: "Replaces the view with this name.",
    submit: "Save view",
    replace: "Replace view",
  },
  menu: {
    open: "Open",
    access: "Edit access",
    connect: "Connect",
    topology: "Topology",
    delete: "Delete endpoint…",
    copy: {
      "service-names": (n: number) =>
        n === 1 ? "Copy service name" : `Copy ${number(n)} service names`,
      hosts: (n: number) => (n === 1 ? "Copy host" : `Copy ${number(n)} hosts`),
    },
  },
  copied: {
    noNames: "None of these endpoints has a service name yet.",
    noEndpoint: (place: string) => `${place} has no endpoint.`,
    noName: (place: string) => `The endpoint in ${place} has no service name yet.`,
  },

  bulk: {
    hidden: (n: number) => `${number(n)} hidden by filters`,
    copyOrExport: "Copy or export selection",
    exportCsv: "Export as CSV…",
    exportJson: "Export as JSON…",
    noEndpoints: "None of the selected regions has an endpoint.",
    allHaveOne: "Every region of these clusters already has an endpoint.",
    cloud: (name: string, rows: number, principals: number) =>
      `${name} · ${number(rows)}${principals > 0 ? `, ${count(principals, "principal")}` : ""}`,
    otherCloud: (n: number, what: "endpoint" | "region", cloud: Cloud) =>
      `${count(n, `selected ${what}`)} on ${cloudName(cloud)} won't change.`,
    add: {
      title: (endpoints: number) => `Add principals to ${count(endpoints, "endpoint")}`,
      field: "Principals to add",
      nothingYet: "Enter the principals to add.",
    },
    remove: {
      title: (endpoints: number) => `Remove principals from ${count(endpoints, "endpoint")}`,
      nothingYet: "Select the principals to remove.",
      noPrincipals: "The selected endpoints have no principals.",
      find: "Find a principal",
      more: (n: number) => `${number(n)} more. Search to find them.`,
      alsoFrom: (endpoints: number, principals: number) =>
        `Also remove from ${count(endpoints, "other endpoint")} that ${endpoints === 1 ? "lists" : "list"} ${principals === 1 ? "it" : "them"}`,
    },
    replace: {
      title: "Replace a principal",
      old: "Replace",
      new: "With",
      notListed: "Not on any of the selected endpoints.",
      noOld: "Choose the principal to replace.",
      noNew: "Enter the new principal.",
      onlyOne: "Enter only one new principal.",
      same: "That's the same principal.",
      summary: (endpoints: number) => `On ${count(endpoints, "selected endpoint")}`,
    },
    copy: {
      title: (endpoints: number) => `Copy principals to ${count(endpoints, "endpoint")}`,
      from: "Copy from",
      list: "Principals to copy",
      noMatch: "No matching endpoint.",
      noFrom: "Choose the endpoint to copy from.",
      noTo: "Select another endpoint to copy to.",
      summary: (endpoints: number) =>
        `${count(endpoints, "endpoint")} will have exactly these principals`,
      warning: "Principals not on this list will be removed.",
      otherCloud: (n: number, cloud: Cloud) =>
        `${count(n, "selected endpoint")} not on ${cloudName(cloud)} won't change.`,
    },
    create: {
      title: "Create endpoints",
      where: "Create in",
      allHaveOne: "Each of these regions already has an endpoint.",
      inSelected: (n: number) => `Selected regions with no endpoint (${number(n)})`,
      inClusters: (clusters: number, n: number) =>
        `All regions of ${count(clusters, "cluster")} with no endpoint (${number(n)})`,
      skipped: "Clusters that can't have an endpoint are skipped. The review says why.",
    },
  },

  editor: {
    label: "Who may connect",
    fixFirst: (n: number) =>
      `Fix or remove ${count(n, "unrecognized entry", "unrecognized entries")}.`,
    unrecognized: (n: number) => count(n, "unrecognized entry", "unrecognized entries"),
    takeAll: (n: number) => `Use all ${number(n)} suggestions`,
    removeRest: (n: number) => `Remove the other ${number(n)}`,
    removeAll: (n: number) => `Remove all ${number(n)} unrecognized`,
    added: (n: number) => `${number(n)} added`,
    removed: (n: number) => `${number(n)} removed`,
    copyFrom: "Copy principals from…",
    copyFromOne: (region: string, n: number) => `Copy ${count(n, "principal")} from ${region}`,
    nobody: "No principals: nobody can connect.",
    noPrincipals: "no principals",
    nothingToAdd: "Nothing to add",
    noChanges: "No changes yet.",
    known: "Known principals",
    onNoList: "on no list",
    paste: {
      aws: "Paste or type principals, or a name…",
      azure: "Paste or type subscription IDs, or a name…",
    },
    alsoEdit: (places: string) => `Use the same principals in ${places}`,
    alsoCreate: "Also create one, with the same principals, in",
  },

  panel: {
    close: "Close panel",
    unsent: ", unsent changes",
    intro:
      "has no private service endpoint yet. Add the principals that may connect. The service name appears when the endpoint is ready.",
    cannotHaveOne: "This cluster can't have a private service endpoint",
    cannotEdit: "Access can't be changed now",
    unread: { title: "Principals not read", action: "Read again" },
    waits: (reason: string) => `${reason} Your change starts after that.`,
    theirs: {
      title: "Someone else changed this list while you were editing",
      body: "Their changes are in the list below. Yours are kept.",
    },
    removal: (connections: number | null) =>
      `Removing a principal only stops new connections. ${standing(connections)} up until deleted in AWS.`,
    noActivity: {
      title: "No activity yet",
      body: "Postern hasn't made or seen any changes to this endpoint.",
    },
    recreate: "Recreate endpoint…",
    listUnread: "The service didn't return its principals.",
    unknown: "Unknown",
    notReadable: "Couldn't be read",
    notReported: "Not reported by the service",
  },
};

function standing(connections: number | null): string {
  if (connections === 1) return "The existing connection stays";
  if (connections !== null && connections > 1)
    return `The ${number(connections)} existing connections stay`;
  return "Existing connections stay";
}

/** What stands in place of a name that the service gives an endpoint. */
export function noNameYet(status: EndpointStatus | null): string {
  return status === "failed" ? "None (endpoint failed)" : "Available when ready";
}
