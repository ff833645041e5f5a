import type { AppState } from "../ipc";

/** Whether there is anything to lock. The demo has no key; accounts behind it may have one. */
export function canLock(state: AppState): boolean {
  return !state.active?.demo || state.profiles.length > 0 || state.untriedKey !== null;
}
