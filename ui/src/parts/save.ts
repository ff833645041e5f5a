import { commands, toProblem } from "../ipc";
import { toast } from "../kit";

/** Asks where to save a text, saves it and says where. Returns whether it was saved. */
export async function save(
  suggestedName: string,
  what: string,
  text: string | Promise<string>,
): Promise<boolean> {
  try {
    const path = await commands.saveText(suggestedName, await text);
    if (path === null) return false;
    toast({ tone: "ok", title: `Saved ${what}`, detail: path });
    return true;
  } catch (error) {
    const { message, hint } = toProblem(error);
    toast({ tone: "bad", title: `Couldn't save ${what}`, detail: `${message} ${hint}` });
    return false;
  }
}

/** Today's date for a file name: 2026-11-28. */
export function today(now: Date = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Runs an action and reports its failure. */
export function attempt(what: string, doing: Promise<unknown>): void {
  doing.catch((error: unknown) => {
    const { message, hint } = toProblem(error);
    toast({ tone: "bad", title: `Couldn't ${what}`, detail: `${message} ${hint}` });
  });
}
