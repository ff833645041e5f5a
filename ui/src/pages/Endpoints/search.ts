/** What the address of the Endpoints page holds: the filters and the open endpoint. */
export interface EndpointsSearch {
  /** Words that must all occur. */
  q?: string;
  cloud?: string[];
  state?: string[];
  /** VPC ids. */
  vpc?: string[];
  /** Principals' texts. */
  principal?: string[];
  /** Kinds of findings. */
  finding?: string[];
  /** A column, with `-` before it for the other way round. */
  sort?: string;
  /** The open endpoint's region id. */
  region?: string;
  tab?: PanelTab;
}

const panelTabs = ["overview", "access", "activity", "connect"] as const;
export type PanelTab = (typeof panelTabs)[number];
export const facetNames = ["cloud", "state", "vpc", "principal", "finding"] as const;
export type FacetName = (typeof facetNames)[number];

/** Reads the address; what makes no sense is left out. */
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

/** Leaves out what is empty, so that the address stays short. */
export function tidy(search: EndpointsSearch): EndpointsSearch {
  const kept = Object.entries(search).filter(
    ([, v]) => v !== undefined && v !== "" && !(Array.isArray(v) && v.length === 0),
  );
  return Object.fromEntries(kept);
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
