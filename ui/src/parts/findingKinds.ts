import type { FindingKind } from "../ipc";

/** The names of the kinds of findings. */
export const findingKinds: Record<FindingKind, string> = {
  everyone: "Open to anyone",
  failed: "Failed endpoints",
  "key-expires": "API key",
  "past-date": "Access past its date",
  "public-access": "Reachable from the internet",
  "not-in-siblings": "Not in every region",
  "connected-not-listed": "Connected, not listed",
  "not-ours": "Not yours",
  "whole-account": "Whole account",
  "deleted-identity": "Deleted role or user",
  "wrong-form": "Not a principal",
  "other-partition": "Other partition",
  "nobody-allowed": "No principals",
  "nobody-connected": "No connections",
};

/** The name of a kind. The address may hold an unknown one, which is returned as it is. */
export function findingName(kind: string): string {
  return Object.entries(findingKinds).find(([known]) => known === kind)?.[1] ?? kind;
}
