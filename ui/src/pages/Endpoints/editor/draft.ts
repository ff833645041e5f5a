import type { Draft, PrincipalView, Region, RegionChange, Token } from "../../../ipc";
import { principalsOf } from "../../../parts/endpointState";

/** An entry that isn't a principal and has to be fixed or removed. */
export interface Rejected {
  key: number;
  text: string;
  /** Where in the paste it was found; may be empty. */
  source: string;
  reason: string;
  /** The position of the first wrong character, from 1. */
  at: number;
  suggestions: readonly PrincipalView[];
}

/** The user's changes to one region's principals. */
export interface EditorDraft {
  /** The list when editing started. */
  began: readonly PrincipalView[];
  /** The list at the user's last change: the base of a merge. */
  base: readonly PrincipalView[];
  added: readonly PrincipalView[];
  /** The removed principals' texts. */
  removed: readonly string[];
  rejected: readonly Rejected[];
  /** Ids of regions that get the same principals. */
  also: readonly string[];
}

export type LineKind = "kept" | "removed" | "added";
export interface Line {
  kind: LineKind;
  principal: PrincipalView;
}

export function fresh(current: readonly PrincipalView[]): EditorDraft {
  return { began: current, base: current, added: [], removed: [], rejected: [], also: [] };
}

export function isUntouched(draft: EditorDraft): boolean {
  return (
    draft.added.length + draft.removed.length + draft.rejected.length + draft.also.length === 0
  );
}

const texts = (list: readonly PrincipalView[]) => list.map((p) => p.text);
const has = (list: readonly PrincipalView[], text: string) => list.some((p) => p.text === text);

/** The draft based on the current list. Additions already on it and removals no longer on it are dropped. */
export function rebase(draft: EditorDraft, current: readonly PrincipalView[]): EditorDraft {
  return {
    ...draft,
    base: current,
    added: draft.added.filter((p) => !has(current, p.text)),
    removed: draft.removed.filter((t) => has(current, t)),
  };
}

export function add(draft: EditorDraft, principals: readonly PrincipalView[]): EditorDraft {
  let { added, removed } = draft;
  for (const p of principals) {
    if (has(draft.base, p.text)) removed = removed.filter((t) => t !== p.text);
    else if (!has(added, p.text)) added = [...added, p];
  }
  return { ...draft, added, removed };
}

let nextKey = 1;

/** Adds what was pasted: principals become additions, the rest has to be fixed. */
export function take(draft: EditorDraft, tokens: readonly Token[]): EditorDraft {
  const valid = tokens.flatMap((t) => (t.verdict.kind === "valid" ? [t.verdict.principal] : []));
  const rejected = tokens.flatMap((t): Rejected[] => {
    if (t.verdict.kind !== "rejected" || draft.rejected.some((r) => r.text === t.text)) return [];
    const { reason, at, suggestions } = t.verdict;
    return [{ key: nextKey++, text: t.text, source: t.source, reason, at, suggestions }];
  });
  const after = add(draft, valid);
  return { ...after, rejected: [...after.rejected, ...rejected] };
}

/** Marks an existing principal as removed, or drops an added one. */
export function remove(draft: EditorDraft, text: string): EditorDraft {
  if (has(draft.added, text))
    return { ...draft, added: draft.added.filter((p) => p.text !== text) };
  return draft.removed.includes(text) ? draft : { ...draft, removed: [...draft.removed, text] };
}

export function restore(draft: EditorDraft, text: string): EditorDraft {
  return { ...draft, removed: draft.removed.filter((t) => t !== text) };
}

export function dropRejected(draft: EditorDraft, key: number): EditorDraft {
  return { ...draft, rejected: draft.rejected.filter((r) => r.key !== key) };
}

export function takeSuggestion(
  draft: EditorDraft,
  key: number,
  suggestion: PrincipalView,
): EditorDraft {
  return add(dropRejected(draft, key), [suggestion]);
}

/** The rejected entries whose only suggestion is the likely meaning. */
export function fixable({ rejected }: EditorDraft): readonly Rejected[] {
  return rejected.filter((r) => r.suggestions.length === 1);
}

export function takeAllSuggestions(draft: EditorDraft): EditorDraft {
  const taken = fixable(draft);
  const rejected = draft.rejected.filter((r) => !taken.includes(r));
  return add(
    { ...draft, rejected },
    taken.flatMap((r) => r.suggestions),
  );
}

/** Drops the rejected entries, except for those that have one suggestion. */
export function dropUnfixable(draft: EditorDraft): EditorDraft {
  return { ...draft, rejected: fixable(draft) };
}

export function setAlso(draft: EditorDraft, regionId: string, chosen: boolean): EditorDraft {
  const others = draft.also.filter((id) => id !== regionId);
  return { ...draft, also: chosen ? [...others, regionId] : others };
}

/** What the editor shows: the current list with the user's changes. */
export function lines(draft: EditorDraft, current: readonly PrincipalView[]): Line[] {
  return [
    ...current.map(
      (principal): Line => ({
        kind: draft.removed.includes(principal.text) ? "removed" : "kept",
        principal,
      }),
    ),
    ...draft.added
      .filter((p) => !has(current, p.text))
      .map((principal): Line => ({ kind: "added", principal })),
  ];
}

/** What others changed on the list since editing started. */
export function theirs(draft: EditorDraft, current: readonly PrincipalView[]) {
  return {
    added: current.filter((p) => !has(draft.began, p.text)),
    removed: draft.began.filter((p) => !has(current, p.text)),
  };
}

/** The list after the user's changes, as texts. */
export function wanted(draft: EditorDraft): string[] {
  return [...texts(draft.base).filter((t) => !draft.removed.includes(t)), ...texts(draft.added)];
}

/** The draft for the planner: this region, and others that get the same principals. */
export function draftEdit(
  clusterId: string,
  region: Region,
  siblings: readonly Region[],
  draft: EditorDraft,
): Draft {
  const mine = wanted(draft);
  const changed = draft.added.length + draft.removed.length > 0;
  const here: RegionChange[] = changed
    ? [{ kind: "edit", regionId: region.id, base: texts(draft.base), mine }]
    : [];
  const elsewhere = siblings
    .filter((s) => draft.also.includes(s.id))
    .map(
      (s): RegionChange => ({
        kind: "edit",
        regionId: s.id,
        base: texts(principalsOf(s.endpoint)),
        mine,
      }),
    );
  return { clusterId, regionChanges: [...here, ...elsewhere] };
}

/** The same for regions that have no endpoint yet. */
export function draftCreate(clusterId: string, regionId: string, draft: EditorDraft): Draft {
  const principals = wanted(draft);
  return {
    clusterId,
    regionChanges: [regionId, ...draft.also].map(
      (id): RegionChange => ({ kind: "create", regionId: id, principals }),
    ),
  };
}
