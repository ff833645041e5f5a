import type * as sent from "./bindings";

/** A region's PSE. */
export type Endpoint =
  | Extract<sent.Endpoint, { kind: "none" }>
  | (Extract<sent.Endpoint, { kind: "requested" | "present" }> & {
      /**
       * Who may connect: with what we have sent, as long as a read may be behind it, and as the last read said once
       * that is overdue. `null` where no answer had the list: that says nothing about who is on it.
       */
      principals: sent.PrincipalView[] | null;
    });

/** One region of a cluster. */
export interface Region extends Omit<sent.Region, "endpoint"> {
  endpoint: Endpoint;
  /** Whether a PSE may be created here. */
  mayCreate: sent.Allowed;
  /** Whether the PSE's list of principals may be edited. */
  mayEdit: sent.Allowed;
  /** Whether the PSE may be deleted. */
  mayDelete: sent.Allowed;
}

/** A cluster. */
export interface Cluster extends Omit<sent.Cluster, "regions"> {
  regions: Region[];
}

/** The clusters of a list. What regions share is one object. */
export function clustersOf({ items, shared, principals, answers }: sent.ClusterList): Cluster[] {
  let next = 0;
  const region = ({ endpoint, ...rest }: sent.Region): Region => {
    const its = at(shared, next++);
    const list = its.principals?.map((place) => at(principals, place)) ?? null;
    return {
      ...rest,
      endpoint: endpoint.kind === "none" ? endpoint : { ...endpoint, principals: list },
      mayCreate: at(answers, its.mayCreate),
      mayEdit: at(answers, its.mayEdit),
      mayDelete: at(answers, its.mayDelete),
    };
  };
  return items.map((cluster) => ({ ...cluster, regions: cluster.regions.map(region) }));
}

function at<T>(list: readonly T[], place: number): T {
  const item = list[place];
  if (item === undefined) throw new Error("The list of clusters refers to what it doesn't have.");
  return item;
}
