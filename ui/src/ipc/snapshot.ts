import { commands, type Places, type SnapshotUpdate, type Vpc } from "./bindings";
import { type Cluster, clustersOf } from "./clusters";

/** Everything that is known of an account's project at one moment. Lists and items that didn't change are the same objects. */
export interface Snapshot
  extends Omit<
    SnapshotUpdate,
    "token" | "base" | "vpcs" | "vpcPlaces" | "clusters" | "clusterPlaces"
  > {
  vpcs: Vpc[];
  clusters: Cluster[];
}

// What the next update is asked for with. A snapshot has no other use for it.
const tokens = new WeakMap<Snapshot, number>();

/** Asks for what is new since a snapshot, or for everything. */
export async function newerThan(before: Snapshot | null | undefined): Promise<Snapshot | null> {
  const since = before ? (tokens.get(before) ?? null) : null;
  const update = await commands.snapshot(since);
  return update && updated(before ?? null, update);
}

/** The snapshot that an update makes of the one before it. */
export function updated(before: Snapshot | null, update: SnapshotUpdate): Snapshot {
  const { token, base, vpcPlaces, clusterPlaces, ...head } = update;
  const from = base === null ? null : before;
  const snapshot = {
    ...head,
    vpcs: listed(from?.vpcs ?? [], head.vpcs, vpcPlaces),
    clusters: listed(from?.clusters ?? [], clustersOf(head.clusters), clusterPlaces),
  };
  tokens.set(snapshot, token);
  return snapshot;
}

/** The list before without what was removed, and with the new items at their places. */
function listed<T>(before: T[], items: T[], { removed, at }: Places): T[] {
  if (removed.length === 0 && items.length === 0) return before;
  const gone = new Set(removed);
  const list: T[] = [];
  let next = 0;
  const add = (item: T) => {
    while (next < at.length && at[next] === list.length) list.push(items[next++] as T);
    list.push(item);
  };
  before.forEach((item, place) => {
    if (!gone.has(place)) add(item);
  });
  return list.concat(items.slice(next));
}
