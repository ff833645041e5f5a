import type { Lack } from "../../ipc";
import { count } from "../../parts/words";

/** What the Clusters page says in its own words. What depends on a rule comes from Rust. */
export const texts = {
  search: { label: "Search clusters", placeholder: "Name, region, VPC, version…" },
  none: {
    title: "No clusters in this project",
    body: "Create clusters in the Aeon console. A cluster in a VPC on AWS or Azure can have private service endpoints.",
  },
  noMatch: {
    title: "No matching clusters",
    body: (query: string) => `No name, region, VPC, state or version contains “${query}”.`,
    showAll: "Show all clusters",
  },
  total: (clusters: number, lacking: number) =>
    `${count(clusters, "cluster")}${lacking > 0 ? `, ${lacking} can't have an endpoint now` : ""}`,
  production: "Production",
  notRefreshed: "Not refreshed",
  problemWith: (cluster: string) => `Problem with ${cluster}`,
  lacks: {
    regions: (cluster: string) => `Why some regions of ${cluster} can't have a private endpoint`,
    unsupported: (regions: number) => `Not in ${count(regions, "region")}`,
    label: (cluster: string) => `Why ${cluster} can't have a private endpoint`,
    forNow: "Not right now",
    before: "Before you can create a private endpoint",
  },
  menu: {
    endpoints: "Show endpoints",
    topology: "Show topology",
    copy: "Copy name",
    copyServiceNames: "Copy service names",
  },
  noServiceNames: (cluster: string) => `The endpoints of ${cluster} have no service names yet.`,
};

/** A requirement that is not met, in the two or three words that fit into a cell. */
export function shortly(lack: Lack): string {
  switch (lack.kind) {
    case "cloud":
      return "Not supported";
    case "sandbox":
      return "Sandbox";
    case "no-vpc":
      return "Needs a VPC";
    case "not-active":
      return "Not running";
    case "busy":
      return "Busy";
  }
}
