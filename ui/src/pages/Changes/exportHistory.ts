import { commands, type HistoryFormat, type HistoryQuery } from "../../ipc";
import { save, today } from "../../parts/save";
import type { ChangesSearch } from "./search";

/** How many entries are read at once. */
const page = 60;

/** What the address asks of the history. */
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

/** Saves what the filter shows of the history. */
export function exportHistory(query: Omit<HistoryQuery, "before">, format: HistoryFormat): void {
  const text = commands.historyExport({ ...query, before: null }, format);
  void save(`postern-history-${today()}.${format}`, "the history", text);
}

/** All of the history. */
export const everything: Omit<HistoryQuery, "before"> = queryOf({});
