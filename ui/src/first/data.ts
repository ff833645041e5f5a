import type { FirstScreen } from "../ipc/bindings";

/** What the document came with. It is taken out, so that nothing of an account stays there. */
export function takeFirstScreen(page: Document = document): FirstScreen | null {
  const node = page.getElementById("first-screen");
  if (!node) return null;
  node.remove();
  // Rust wrote it into the document that this script came with.
  return JSON.parse(node.textContent ?? "null") as FirstScreen | null;
}

/** Whether the first screen is the list of all endpoints, as it is without filters, another order or other columns. */
export function showsEndpoints({ state, views }: FirstScreen, hash: string): boolean {
  const { active } = state;
  if (active?.status.kind !== "unlocked" || !views) return false;
  const { lastPage = null, pages = {}, tables = {} } = views;
  if (!["", "#/", "#/endpoints"].includes(hash)) return false;
  if (lastPage !== null && lastPage !== "/endpoints") return false;
  if ((pages["/endpoints"] ?? "") !== "" || tables.endpoints) return false;
  // Notices move what is below them.
  const { journal, fileProblems, clockAheadMinutes, settings } = state;
  const hasNotice = journal || fileProblems.length > 0 || clockAheadMinutes !== null;
  return !hasNotice && (settings.caFile === null || settings.certificates !== null);
}
