import type { Detail } from "./graph";

/** What the Topology page says in its own words. */
export const texts = {
  nothing: { title: "Nothing to draw", body: "This project has no clusters and no VPCs." },
  choose: {
    title: "Choose a cluster or VPC",
    body: "See its regions, their private endpoints, the principals that may connect and the connections that exist.",
    label: "Cluster or VPC",
    placeholder: "Cluster or VPC",
  },
  gone: "It no longer exists",
  save: { label: "Save picture", picture: "the picture" },
  tooLarge: "The picture couldn't be drawn. Save it as SVG instead.",
  keys: "Arrow keys follow the lines, Enter opens, plus and minus zoom, zero shows everything.",
  fit: "Fit to window",
};

/** Says what a large picture only counts; null: it shows everything. */
export const detailNotes: Record<Detail, string | null> = {
  all: null,
  "principals counted": "Too many principals and connections to draw. Only their number is shown.",
  "regions counted":
    "Only the number of regions is shown. Choose a single cluster to see its endpoints.",
};
