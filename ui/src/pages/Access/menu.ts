import type { PrincipalView, RegionInfoId, Rows, RowsFormat } from "../../ipc";
import type { MenuEntry } from "../../kit";
import { copyAloud, count } from "../../parts";
import { texts } from "./texts";

export const only = (id: RegionInfoId): Rows => ({ kind: "endpoints", ids: [id] });
export const copied: readonly RowsFormat[] = ["service-names", "hosts", "principals"];

export function principalsEntry(principals: readonly PrincipalView[]): MenuEntry {
  const what = principals.length === 1 ? "principal" : count(principals.length, "principal");
  return {
    id: "copy-principals",
    label: `Copy ${what}`,
    icon: "copy",
    onAction: () => void copyAloud(principals.map((one) => one.text).join("\n"), what),
  };
}

export function openEntry(onAction: () => void): MenuEntry {
  return { id: "open", label: texts.menu.open, icon: "endpoint", onAction };
}

export function copyEntries(what: string, text: string | null): MenuEntry[] {
  if (text === null) return [];
  const onAction = () => void copyAloud(text, what);
  return [{ id: "copy", label: `Copy ${what}`, icon: "copy", onAction }];
}

export function revokeEntry(label: string, whyNot: string | null, onAction: () => void): MenuEntry {
  return {
    id: "revoke",
    label,
    icon: "close",
    tone: "danger",
    separated: true,
    isDisabled: whyNot !== null,
    onAction,
  };
}
