import type { AccessView, Cloud, PrincipalAccess, PrincipalView, Reach, Since } from "../../ipc";
import { byName } from "../../parts/order";
import { fits } from "./search";

/** An account or subscription (or an entry that is neither), its principals, and the endpoints that list them. */
export interface Owner {
  key: string;
  cloud: Cloud;
  /** The id that a name can be given to; null: none can. */
  id: string | null;
  name: string | null;
  /** The group that the user put it in. */
  group: string | null;
  /** Whether it is marked as the user's own. */
  isOurs: boolean;
  principals: PrincipalView[];
  reaches: OwnerReach[];
  clusters: number;
  /** The earliest. */
  since: Since | null;
}

/** An endpoint, and which of the owner's principals it lists. */
export interface OwnerReach extends Reach {
  principals: PrincipalView[];
}

/** Groups principals by account or subscription. */
export function ownersOf(view: AccessView): Owner[] {
  const owners = new Map<string, PrincipalAccess[]>();
  for (const access of view.principals) {
    const key = access.owner ?? `${access.cloud} ${access.principal.text}`;
    const of = owners.get(key);
    if (of) of.push(access);
    else owners.set(key, [access]);
  }
  return [...owners].map(([key, of]) => owner(key, of)).sort(namedFirst);
}

function owner(key: string, of: PrincipalAccess[]): Owner {
  const reaches = new Map<string, OwnerReach>();
  for (const { principal, reaches: own } of of) {
    for (const reach of own) {
      const known = reaches.get(reach.regionId);
      if (known) {
        known.principals.push(principal);
        known.since = earlier(known.since, reach.since);
        known.note ??= reach.note;
      } else reaches.set(reach.regionId, { ...reach, principals: [principal] });
    }
  }
  const all = [...reaches.values()].sort(
    (a, b) => byName(a.clusterName, b.clusterName) || byName(a.region, b.region),
  );
  return {
    key,
    cloud: of[0]?.cloud ?? "aws",
    id: of[0]?.owner ?? null,
    name: of[0]?.name ?? null,
    group: of[0]?.group ?? null,
    isOurs: of[0]?.isOurs ?? false,
    principals: of.map((access) => access.principal),
    reaches: all,
    clusters: new Set(all.map((reach) => reach.clusterId)).size,
    since: all.reduce<Since | null>((first, reach) => earlier(first, reach.since), null),
  };
}

function earlier(a: Since | null, b: Since | null): Since | null {
  if (!a || !b) return a ?? b;
  return Date.parse(a.at) <= Date.parse(b.at) ? a : b;
}

/** Wildcards first, then owners with a name, then the others by id. */
function namedFirst(a: Owner, b: Owner): number {
  return rank(a) - rank(b) || byName(titleOf(a), titleOf(b));
}

function rank(owner: Owner): number {
  if (owner.id === null) return 0;
  return owner.name === null ? 2 : 1;
}

/** An owner's name, or its id if it has none. */
export function titleOf(owner: Owner): string {
  if (owner.name) return owner.name;
  const [first] = owner.principals;
  if (first?.kind === "everyone") return "Anyone";
  return owner.id ? spaced(owner.id) : (first?.text ?? owner.key);
}

/** An account number in groups of four digits; anything else unchanged. */
export function spaced(id: string): string {
  return /^\d{12}$/.test(id) ? id.replace(/(\d{4})(?=\d)/g, "$1 ") : id;
}

/** A principal without its owner: `root`, `role/batch`, `root in aws-cn`. */
export function partOf(principal: PrincipalView): string {
  switch (principal.kind) {
    case "everyone":
      return "*";
    case "subscription":
      return "subscription";
    case "unrecognized":
      return "unrecognized";
    default: {
      const part = principal.text.slice(principal.text.lastIndexOf(":") + 1);
      const partition = principal.text.split(":")[1];
      return partition && partition !== "aws" ? `${part} in ${partition}` : part;
    }
  }
}

/** The groups that owners are in. */
export function groupsOf(owners: readonly Owner[]): string[] {
  const groups = new Set(owners.flatMap(({ group }) => (group === null ? [] : [group])));
  return [...groups].sort(byName);
}

/** The owners that contain every word. */
export function findOwners(owners: readonly Owner[], words: readonly string[]): readonly Owner[] {
  if (words.length === 0) return owners;
  return owners.flatMap((owner) => {
    const own = [
      owner.id,
      owner.name,
      owner.group,
      titleOf(owner),
      ...owner.principals.map((p) => p.text),
    ];
    if (fits(words, ...own)) return [owner];
    // If endpoints match, only those are kept.
    const reaches = owner.reaches.filter((r) => fits(words, ...own, r.clusterName, r.region));
    return reaches.length > 0 ? [{ ...owner, reaches }] : [];
  });
}
