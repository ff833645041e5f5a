import { commands, toProblem } from "../ipc";
import { toast } from "../kit";
import { texts } from "./texts";

/** Says that the accounts behind the demo are locked: a lock starts the page again. */
export function tellOfLockBehindDemo() {
  toast({ tone: "ok", title: texts.locked, detail: texts.demoStaysOpen });
}

/** Locks all accounts. The demo stays open: only the accounts behind it are locked. */
export async function lock() {
  try {
    await commands.lock();
  } catch (error) {
    const problem = toProblem(error);
    toast({ tone: "bad", title: texts.lockFailed, detail: `${problem.message} ${problem.hint}` });
  }
}
