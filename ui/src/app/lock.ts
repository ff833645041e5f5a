import { type AppState, commands, toProblem } from "../ipc";
import { toast } from "../kit";

/** Whether there is anything to lock. The demo has no key to lock away; what is behind it may have. */
export function canLock(state: AppState): boolean {
  return !state.active?.demo || state.profiles.length > 0 || state.untriedKey !== null;
}

/** Locks. The demo stays open: what is locked then is behind it. */
export async function lock(demo: boolean) {
  try {
    await commands.lock();
    if (demo) {
      toast({ tone: "ok", title: "Your accounts are locked", detail: "The demo stays open." });
    }
  } catch (error) {
    const problem = toProblem(error);
    toast({ tone: "bad", title: "Could not lock", detail: `${problem.message} ${problem.hint}` });
  }
}
