import type { Allowed, Cluster, Region, Snapshot } from "../ipc";

const yes: Allowed = { kind: "yes" };
const no = (reason: string, remedy = ""): Allowed => ({ kind: "no", reason, remedy });

/** The snapshot as the shell sends it: with what may be done with each region by a key of this role. */
export function withRules(snapshot: Snapshot, mayNot: string | null): Snapshot {
  const clusters = snapshot.clusters.map((cluster) => ({
    ...cluster,
    regions: cluster.regions.map((region) => ({ ...region, ...rulesOf(cluster, region, mayNot) })),
  }));
  return { ...snapshot, clusters };
}

type Rules = Pick<Region, "mayCreate" | "mayEdit" | "mayDelete">;

function rulesOf(cluster: Cluster, { endpoint, lacks }: Region, mayNot: string | null): Rules {
  if (mayNot !== null) {
    const refused = no(mayNot, "Use an Admin key to make changes.");
    return { mayCreate: refused, mayEdit: refused, mayDelete: refused };
  }
  const now = stateOf(cluster);
  const lasting = lacks.find((l) => l.kind !== "busy" && l.kind !== "not-active");
  if (endpoint.kind === "none") {
    const none = no("This region has no endpoint.");
    const mayCreate = lasting ? no(lasting.reason, lasting.remedy) : now;
    return { mayCreate, mayEdit: none, mayDelete: none };
  }
  const exists = no("This region already has an endpoint.", "Edit that one instead.");
  if (
    endpoint.kind === "requested" ||
    endpoint.status === "deleting" ||
    endpoint.pending?.deleting
  ) {
    const passing = no(
      endpoint.kind === "requested"
        ? "The endpoint is still being created."
        : "The endpoint is being deleted.",
    );
    return { mayCreate: exists, mayEdit: passing, mayDelete: passing };
  }
  const unread = no("The service didn't return this endpoint's principals.");
  const failed = no("The endpoint has failed and can't be edited.");
  const mayEdit =
    endpoint.principals === null ? unread : endpoint.status === "failed" ? failed : now;
  return { mayCreate: exists, mayEdit, mayDelete: now };
}

function stateOf(cluster: Cluster): Allowed {
  const lack = cluster.lacks.find((l) => l.kind === "busy" || l.kind === "not-active");
  if (!lack) return yes;
  return lack.kind === "busy" || cluster.health === "changing"
    ? { kind: "waits", reason: lack.reason }
    : no(lack.reason, lack.remedy);
}
