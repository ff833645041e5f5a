import { commands, toProblem } from "../ipc";
import { toast } from "../kit";

const levels = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200];

/** The levels to choose from, in percent, with the present one. */
export function zoomLevels(now: number): number[] {
  return [...new Set([...levels, now])].sort((a, b) => a - b);
}

/** The level that a key leads to; null: it is no zoom key, or there is no further level. */
export function zoomBy(key: string, now: number): number | null {
  if (key === "0") return 100;
  if (key === "+" || key === "=") return levels.find((level) => level > now) ?? null;
  if (key === "-" || key === "−") return levels.findLast((level) => level < now) ?? null;
  return null;
}

/** Zooms the window and keeps that in the settings. */
export async function zoomTo(percent: number): Promise<void> {
  try {
    await commands.setZoom(percent);
  } catch (error) {
    const { message, hint } = toProblem(error);
    toast({ tone: "bad", title: "Couldn't save the zoom", detail: `${message} ${hint}` });
  }
}
