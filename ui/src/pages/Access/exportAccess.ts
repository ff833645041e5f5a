import { commands, type ExportFormat } from "../../ipc";
import { save } from "../../parts/save";

/** Exports everything to a file that the user chooses. */
export function exportAccess(format: ExportFormat) {
  void save("who has access", commands.saveMade({ kind: "access", format }));
}
