import { commands, type HistoryFormat, type HistoryQuery } from "../../ipc";
import { save } from "../../parts/save";
import type { ChangesSearch } from "./search";
import { texts } from "./texts";

/** How many entries a page of the history has. */
const page = 60;

/** The history query for a page address. */
export function queryOf(search: ChangesSearch): Omit<HistoryQuery, "before"> {
  return {
    text: search.q ?? "",
    only: search.only ?? "all",
    regionId: search.endpoint ?? null,
    principal: search.principal ?? null,
    batch: null,
    limit: page,
  };
}

/** Saves the history as it is filtered. */
export function exportHistory(query: Omit<HistoryQuery, "before">, format: HistoryFormat): void {
  const made = { kind: "history", query: { ...query, before: null }, format } as const;
  void save(texts.theHistory, commands.saveMade(made));
}

/** The whole history. */
export const everything: Omit<HistoryQuery, "before"> = queryOf({});
