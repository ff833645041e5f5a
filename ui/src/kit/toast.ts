import { useSyncExternalStore } from "react";

/** A short message that appears and disappears by itself. */
export interface ToastMessage {
  tone: "ok" | "info" | "warn" | "bad";
  title: string;
  detail?: string;
  action?: { label: string; onPress: () => void };
}

export interface Toast extends ToastMessage {
  id: number;
}

let toasts: readonly Toast[] = [];
let next = 1;
const watchers = new Set<() => void>();

function set(list: readonly Toast[]) {
  toasts = list;
  for (const watcher of watchers) watcher();
}

/** Shows a message. `app/Toasts` renders and dismisses it. */
export function toast(message: ToastMessage): number {
  const id = next++;
  set([...toasts, { ...message, id }]);
  return id;
}

export function dismissToast(id: number): void {
  set(toasts.filter((t) => t.id !== id));
}

/** Dismisses all messages, as when an account is locked. */
export function clearToasts(): void {
  if (toasts.length > 0) set([]);
}

/** The current messages, oldest first. */
export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => toasts,
  );
}
