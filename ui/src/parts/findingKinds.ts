import type { FindingKind } from "../ipc";

/** What the kinds of findings are called. */
export const findingKinds: Record<FindingKind, string> = {
  everyone: "Open to anyone",
  failed: "Failed endpoints",
  "key-expires": "API key",
  "public-access": "Reachable from the internet",
  "not-in-siblings": "Not in every region",
  "wrong-form": "Not a principal",
  "other-partition": "Out of reach",
  "nobody-allowed": "Nobody allowed",
  "nobody-connected": "Nobody connected",
};

/** The name of a kind that may come out of an address. */
export function findingName(kind: string): string {
  return Object.entries(findingKinds).find(([known]) => known === kind)?.[1] ?? kind;
}
