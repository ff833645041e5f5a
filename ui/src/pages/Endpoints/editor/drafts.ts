import { useCallback, useSyncExternalStore } from "react";
import type { PrincipalView } from "../../../ipc";
import { type EditorDraft, fresh, isUntouched, rebase } from "./draft";

// Drafts outlive the panel, so that the user can look at another endpoint and come back. Locking clears them.
const drafts = new Map<string, EditorDraft>();
const watchers = new Set<() => void>();

function tell() {
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

export function discardDraft(regionId: string): void {
  if (drafts.delete(regionId)) tell();
}

export function clearDrafts(): void {
  if (drafts.size === 0) return;
  drafts.clear();
  tell();
}

/** Whether a region has unsent changes. */
export function useHasDraft(regionId: string): boolean {
  return useSyncExternalStore(watch, () => drafts.has(regionId));
}

/** A region's draft, and how to change it. Every change starts from the current list. */
export function useDraft(regionId: string, current: readonly PrincipalView[]) {
  const kept = useSyncExternalStore(watch, () => drafts.get(regionId));
  const change = useCallback(
    (how: (draft: EditorDraft) => EditorDraft) => {
      const next = how(rebase(drafts.get(regionId) ?? fresh(current), current));
      if (isUntouched(next)) drafts.delete(regionId);
      else drafts.set(regionId, next);
      tell();
    },
    [regionId, current],
  );
  const discard = useCallback(() => discardDraft(regionId), [regionId]);
  return { draft: kept ?? fresh(current), isTouched: kept !== undefined, change, discard };
}
