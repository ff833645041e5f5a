/** The Endpoints page's part of the address: filters, sort order and the open endpoint. */
export interface EndpointsSearch {
  /** All of these words must occur. */
  q?: string;
  cloud?: string[];
  state?: string[];
  /** VPC ids. */
  vpc?: string[];
  /** Principals' texts. */
  principal?: string[];
  /** Kinds of findings. */
  finding?: string[];
  /** A column; `-` before it means descending. */
  sort?: string;
  /** The open endpoint's region id. */
  region?: string;
  tab?: PanelTab;
}

const panelTabs = ["overview", "access", "activity", "connect"] as const;
export type PanelTab = (typeof panelTabs)[number];
export const facetNames = ["cloud", "state", "vpc", "principal", "finding"] as const;
export type FacetName = (typeof facetNames)[number];

/** Reads the address and drops what isn't valid. */
export function parseEndpointsSearch(raw: Record<string, unknown>): EndpointsSearch {
  return tidy({
    q: text(raw.q),
    cloud: list(raw.cloud),
    state: list(raw.state),
    vpc: list(raw.vpc),
    principal: list(raw.principal),
    finding: list(raw.finding),
    sort: text(raw.sort),
    region: text(raw.region),
    tab: panelTabs.find((tab) => tab === raw.tab),
  });
}

/** Drops what is empty to keep the address short. */
export function tidy(search: EndpointsSearch): EndpointsSearch {
  const kept = Object.entries(search).filter(
    ([, v]) => v !== undefined && v !== "" && !(Array.isArray(v) && v.length === 0),
  );
  return Object.fromEntries(kept);
}

/** What is kept of the address: which endpoints are listed and in which order, not which one is open. */
export function listed({ region, tab, ...search }: EndpointsSearch): EndpointsSearch {
  return search;
}

export function isFiltered(search: EndpointsSearch): boolean {
  return Boolean(search.q) || facetNames.some((name) => (search[name]?.length ?? 0) > 0);
}

function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function list(value: unknown): string[] | undefined {
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return undefined;
  return value.filter((v): v is string => typeof v === "string");
}
