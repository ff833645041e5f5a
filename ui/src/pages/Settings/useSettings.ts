import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Problem, type Settings, toProblem, useAppState } from "../../ipc";

/** The settings with defaults filled in, and a way to change some of them. */
export function useSettings() {
  const known: Settings = useAppState()?.settings ?? {};
  const settings: Required<Settings> = {
    theme: known.theme ?? "system",
    lockAfterMinutes: known.lockAfterMinutes === undefined ? 30 : known.lockAfterMinutes,
    caFile: known.caFile ?? null,
    certificates: known.certificates ?? null,
    proxy: known.proxy ?? { kind: "system" },
    lastProfile: known.lastProfile ?? null,
    keepHistoryDays: known.keepHistoryDays === undefined ? 365 : known.keepHistoryDays,
    confirmations: known.confirmations ?? "risky",
    unconfirmedEndpoints: known.unconfirmedEndpoints ?? 10,
    zoom: known.zoom ?? 100,
    verifyUser: known.verifyUser ?? false,
    notifyOthers: known.notifyOthers ?? false,
    lookForUpdates: known.lookForUpdates ?? null,
    updateAddress: known.updateAddress ?? null,
    updatesLooked: known.updatesLooked ?? null,
    newestVersion: known.newestVersion ?? null,
  };
  const client = useQueryClient();
  const [pending, setPending] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);

  /** Sets one of them, even while another is being saved. Resolves to whether it worked. */
  async function run(set: () => Promise<unknown>): Promise<boolean> {
    setPending((n) => n + 1);
    setProblem(null);
    try {
      await set();
      // A shorter history is an entry of its own.
      void client.invalidateQueries({ queryKey: ["history"] });
      return true;
    } catch (error) {
      setProblem(toProblem(error));
      return false;
    } finally {
      setPending((n) => n - 1);
    }
  }

  return { settings, run, isPending: pending > 0, problem };
}
