import { toProblem } from "../ipc";
import { toast } from "../kit";

/** Has the shell ask where to save something, and says where it was saved. Returns whether it was. */
export async function save(what: string, saving: Promise<string | null>): Promise<boolean> {
  try {
    const path = await saving;
    if (path === null) return false;
    toast({ tone: "ok", title: `Saved ${what}`, detail: path });
    return true;
  } catch (error) {
    const { message, hint } = toProblem(error);
    toast({ tone: "bad", title: `Couldn't save ${what}`, detail: `${message} ${hint}` });
    return false;
  }
}

/** Runs an action and reports its failure. */
export function attempt(what: string, doing: Promise<unknown>): void {
  doing.catch((error: unknown) => {
    const { message, hint } = toProblem(error);
    toast({ tone: "bad", title: `Couldn't ${what}`, detail: `${message} ${hint}` });
  });
}
