import { commands, toProblem } from "../ipc";
import { toast } from "../kit";

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
