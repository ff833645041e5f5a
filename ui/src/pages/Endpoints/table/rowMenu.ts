import type { Rows, RowsFormat } from "../../../ipc";
import type { MenuEntry } from "../../../kit";
import { copyAsEntry, copyRows } from "../../../parts";
import { whyNot } from "../../../parts/endpointState";
import type { Row } from "../rows";
import { texts } from "../texts";
import { type Entry, isGroup } from "./entries";

/** What can be done with a row. */
export interface RowActs {
  open: (row: Row) => void;
  editAccess: (row: Row) => void;
  connect: (row: Row) => void;
  topology: (row: Row) => void;
  delete: (row: Row) => void;
  /** The rows that copying means: the selected ones if this is one of them. */
  meant: (entry: Entry) => readonly Row[];
  copy: (entry: Entry) => void;
}

export const values: readonly RowsFormat[] = ["service-names", "hosts", "principals", "links"];

export function rowsToCopy(rows: readonly Row[]): Rows {
  return { kind: "endpoints", ids: rows.map((row) => row.id) };
}

/** A row's context menu. */
export function menuOf(entry: Entry, acts: RowActs): MenuEntry[] {
  const rows = acts.meant(entry);
  const copying: MenuEntry[] = [
    copyEntry(rows, "service-names", (row) => row.serviceName),
    copyEntry(rows, "hosts", (row) => row.host),
    copyAsEntry(rowsToCopy(rows), values),
  ];
  if (isGroup(entry)) return copying;
  const { region, endpoint } = entry;
  const hasEndpoint = endpoint.kind === "present";
  return [
    { id: "open", label: texts.menu.open, icon: "endpoint", onAction: () => acts.open(entry) },
    {
      id: "access",
      label: texts.menu.access,
      icon: "access",
      isDisabled: !hasEndpoint,
      onAction: () => acts.editAccess(entry),
    },
    {
      id: "connect",
      label: texts.menu.connect,
      icon: "connect",
      isDisabled: !hasEndpoint,
      onAction: () => acts.connect(entry),
    },
    {
      id: "topology",
      label: texts.menu.topology,
      icon: "topology",
      onAction: () => acts.topology(entry),
    },
    ...copying.map((one, at) => ({ ...one, separated: at === 0 })),
    {
      id: "delete",
      label: texts.menu.delete,
      icon: "trash",
      tone: "danger",
      separated: true,
      isDisabled: endpoint.kind === "none" || whyNot(region.mayDelete) !== null,
      onAction: () => acts.delete(entry),
    },
  ];
}

function copyEntry(
  rows: readonly Row[],
  format: "service-names" | "hosts",
  of: (row: Row) => string | null,
): MenuEntry {
  const n = rows.filter((row) => of(row) !== null).length;
  return {
    id: format,
    label: texts.menu.copy[format](rows.length > 1 ? n : 1),
    icon: "copy",
    isDisabled: n === 0,
    onAction: () => void copyRows(rowsToCopy(rows), format),
  };
}

/** Copies the service names of a row, or of the selected rows. Without one the clipboard stays untouched. */
export function copyServiceNames(entry: Entry | null, rows: readonly Row[]): void {
  const whyNone = entry && rows.length <= 1 ? whyNoName(entry) : texts.copied.noNames;
  void copyRows(rowsToCopy(rows), "service-names", whyNone);
}

function whyNoName(entry: Entry): string {
  if (isGroup(entry)) return texts.copied.noNames;
  const { cluster, region, endpoint } = entry;
  const place = `${cluster.name} ${region.region}`;
  return endpoint.kind === "none" ? texts.copied.noEndpoint(place) : texts.copied.noName(place);
}
