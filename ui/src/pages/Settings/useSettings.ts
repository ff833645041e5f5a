import { commands, type Settings, useAppState } from "../../ipc";
import { useAction } from "../../parts/useAction";

/** The settings with every field filled in, and a way to change some of them. */
export function useSettings() {
  const known: Settings = useAppState()?.settings ?? {};
  const settings: Required<Settings> = {
    theme: known.theme ?? "system",
    lockAfterMinutes: known.lockAfterMinutes === undefined ? 30 : known.lockAfterMinutes,
    caFile: known.caFile ?? null,
    proxy: known.proxy ?? { kind: "system" },
    lastProfile: known.lastProfile ?? null,
    keepHistoryDays: known.keepHistoryDays === undefined ? 365 : known.keepHistoryDays,
  };
  const saving = useAction((change: Partial<Settings>) =>
    commands.setSettings({ ...settings, ...change }),
  );
  return { settings, ...saving };
}
