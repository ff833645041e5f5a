import { count } from "../../parts/words";

/** What the VPCs page says in its own words. What depends on a rule comes from Rust. */
export const texts = {
  search: { label: "Search VPCs", placeholder: "Name, region, range, ID…" },
  noMatch: {
    title: "No matching VPCs",
    body: (query: string) => `No name, region, range or ID contains “${query}”.`,
    showAll: "Show all VPCs",
  },
  none: {
    title: "No VPCs in this project",
    body: "A cluster on AWS or Azure needs a VPC before it can have private service endpoints. Create one here, then choose it when you create the cluster in the Aeon console.",
  },
  unreadable: {
    title: "VPCs couldn't be read",
    body: "There may be VPCs that Postern couldn't read. See the details below.",
  },
  anyRegion: "Any region, from",
  noClusters: "None",
  clustersIn: (vpc: string) => `Clusters in ${vpc}`,
  showEndpoints: "Show their endpoints",
  menu: {
    endpoints: "Show endpoints",
    topology: "Show topology",
    copy: "Copy name",
    delete: "Delete…",
  },
  notEmpty: (clusters: number, names: string) =>
    `This VPC contains ${count(clusters, "cluster")} (${names}). Only an empty VPC can be deleted.`,
  changing: (state: string) =>
    `This VPC is changing (${state.toLowerCase()}). Wait until it's done.`,

  create: {
    title: "Create a VPC",
    submit: "Create VPC",
    ranges: "Address ranges",
    perRegion: "One range per region",
    shared: { title: "One range for all regions", detail: "Each region gets a part of it." },
    regionExample: (region: string) => `Such as ${region}`,
    aws: "On AWS, a new VPC has one region. Its range is /16 to /26.",
    azure: "On Azure, a VPC has one region and Aeon chooses its range.",
    fixed: "A VPC can't be edited after it's created.",
    begun: (name: string) => `Creating ${name}`,
    wait: "This takes a few minutes. The list shows when it's ready.",
  },
  delete: {
    title: (name: string) => `Delete ${name}?`,
    body: (peerings: number) =>
      `Deletes the VPC and releases its address ranges. ${
        peerings === 0
          ? ""
          : peerings === 1
            ? "Its peering stops working. "
            : `Its ${peerings} peerings stop working. `
      }This can't be undone.`,
    field: (name: string) => `Type ${name} to confirm`,
    nameFirst: "Type the VPC's name to confirm.",
    submit: "Delete VPC",
    begun: (name: string) => `Deleting ${name}`,
    wait: "It stays in the list until it's deleted.",
  },
};
