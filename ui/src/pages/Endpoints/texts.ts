import type { Cloud, EndpointStatus } from "../../ipc";
import { cloudName, count } from "../../parts/words";

/** What the Endpoints page says in its own words. What depends on a rule comes from Rust. */
export const texts = {
  search: "Search endpoints",
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
    create: "Create endpoint",
    none: "No endpoint in this region",
    notLoaded: "Not loaded yet",
    notRefreshed: "not refreshed",
    noPrincipals: "None",
    notRead: "Not read",
  },
  copied: {
    nothing: "Nothing to copy",
    isCluster: (cluster: string) => `${cluster} is a cluster. Select one of its regions.`,
    noEndpoint: (place: string) => `${place} has no endpoint.`,
    noName: (place: string) => `The endpoint in ${place} has no service name yet.`,
  },

  bulk: {
    hidden: (n: number) => `${n.toLocaleString("en")} hidden by filters`,
    noEndpoints: "None of the selected regions has an endpoint.",
    allHaveOne: "Every region of these clusters already has an endpoint.",
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
      more: (n: number) => `${n.toLocaleString("en")} more. Search to find them.`,
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
      inSelected: (n: number) => `Selected regions with no endpoint (${n})`,
      inClusters: (clusters: number, n: number) =>
        `All regions of ${count(clusters, "cluster")} with no endpoint (${n})`,
      skipped: "Clusters that can't have an endpoint are skipped. The review says why.",
    },
  },

  editor: {
    label: "Who may connect",
    fixFirst: (n: number) =>
      `Fix or remove ${count(n, "unrecognized entry", "unrecognized entries")}.`,
    unrecognized: (n: number) => count(n, "unrecognized entry", "unrecognized entries"),
    nobody: "No principals: nobody can connect.",
    noPrincipals: "no principals",
    nothingToAdd: "Nothing to add",
    noChanges: "No changes yet.",
    paste: {
      aws: "Paste or type principals…",
      azure: "Paste or type subscription IDs…",
    },
    alsoEdit: (cluster: string) => `Use the same principals in other regions of ${cluster}`,
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
    busy: (task: string) =>
      `The cluster is busy (${task.toLowerCase()}). Your change starts when it's done.`,
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
    unknown: "Unknown",
    notReadable: "Couldn't be read",
  },
};

function standing(connections: number | null): string {
  if (connections === 1) return "The existing connection stays";
  if (connections !== null && connections > 1)
    return `The ${connections} existing connections stay`;
  return "Existing connections stay";
}

/** What stands in place of a name that the service gives an endpoint. */
export function noNameYet(status: EndpointStatus | null): string {
  return status === "failed" ? "None (endpoint failed)" : "Available when the endpoint is ready";
}
