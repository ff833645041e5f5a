import type {
  AccessView,
  ChangeNote,
  Cluster,
  PrincipalView,
  Region,
  Since,
  Snapshot,
} from "../../ipc";
import { detailsOf, principalsOf } from "../../parts/endpointState";
import { fits } from "./search";

/** An endpoint and its principals. */
export interface Place {
  cluster: Cluster;
  region: Region;
  people: Listed[];
  connections: number | null;
}

/** A principal of an endpoint. */
export interface Listed {
  principal: PrincipalView;
  owner: string | null;
  name: string | null;
  group: string | null;
  since: Since | null;
  note: ChangeNote | null;
  cluster: Cluster;
  region: Region;
}

/** Every endpoint with its principals. */
export function placesOf(snapshot: Snapshot, view: AccessView): Place[] {
  const known = new Map<string, Pick<Listed, "owner" | "name" | "group" | "since" | "note">>();
  for (const { principal, owner, name, group, reaches } of view.principals) {
    for (const reach of reaches) {
      known.set(`${reach.regionId} ${principal.text}`, {
        owner,
        name,
        group,
        since: reach.since,
        note: reach.note,
      });
    }
  }
  return snapshot.clusters.flatMap((cluster) =>
    cluster.regions.flatMap((region): Place[] => {
      if (region.endpoint.kind === "none") return [];
      const details = detailsOf(region.endpoint);
      const met = new Set<string>();
      const people = principalsOf(region.endpoint).flatMap((principal): Listed[] => {
        if (met.has(principal.text)) return [];
        met.add(principal.text);
        const more = known.get(`${region.id} ${principal.text}`);
        const nothing = { owner: null, name: null, group: null, since: null, note: null };
        return [{ ...(more ?? nothing), principal, cluster, region }];
      });
      const connections = details?.kind === "known" ? (details.connections?.length ?? null) : null;
      return [{ cluster, region, people, connections }];
    }),
  );
}

/** The endpoints that contain every word. */
export function findPlaces(places: readonly Place[], words: readonly string[]): readonly Place[] {
  if (words.length === 0) return places;
  return places.flatMap((place) => {
    const own = [place.cluster.name, place.region.region, ...place.cluster.vpcNames];
    if (fits(words, ...own)) return [place];
    const people = place.people.filter((one) =>
      fits(words, ...own, one.principal.text, one.owner, one.name, one.group),
    );
    return people.length > 0 ? [{ ...place, people }] : [];
  });
}
