import { type AppState, commands, toProblem } from "../ipc";
import { toast } from "../kit";
import { texts } from "./texts";

/** Whether there is anything to lock. The demo has no key; accounts behind it may have one. */
export function canLock(state: AppState): boolean {
  return !state.active?.demo || state.profiles.length > 0 || state.untriedKey !== null;
}

/** Locks all accounts. The demo stays open: only the accounts behind it are locked. */
export async function lock(demo: boolean) {
  try {
    await commands.lock();
    if (demo) {
      toast({ tone: "ok", title: texts.locked, detail: texts.demoStaysOpen });
    }
  } catch (error) {
    const problem = toProblem(error);
    toast({ tone: "bad", title: texts.lockFailed, detail: `${problem.message} ${problem.hint}` });
  }
}
