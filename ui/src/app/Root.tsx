import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { type AppState, appStateQuery, changesQuery, snapshotQuery, toProblem } from "../ipc";
import { clearToasts, Spinner } from "../kit";
import { clearDrafts } from "../pages/Endpoints/editor/drafts";
import { Lock } from "../pages/Lock/Lock";
import { Welcome } from "../pages/Welcome/Welcome";
import { ProblemNotice } from "../parts";
import { Layout } from "./Layout";
import { Toasts } from "./Toasts";
import { useTheme } from "./theme";
import { useActivity } from "./useActivity";

/** What the window shows: the way in, the lock, or the account. */
export function Root() {
  const { data: state, error, refetch } = useQuery(appStateQuery);
  useTheme(state?.settings.theme ?? "system");
  useActivity();
  return (
    <>
      {state ? (
        <Content state={state} />
      ) : (
        <div className="grid h-full place-items-center p-8">
          {error ? (
            <ProblemNotice problem={toProblem(error)} onRetry={() => void refetch()} />
          ) : (
            <Spinner size={18} />
          )}
        </div>
      )}
      <Toasts />
    </>
  );
}

function Content({ state }: { state: AppState }) {
  const active = state.active;
  const open = active?.status.kind === "unlocked";
  useForgetting(open ? `${active.profileId}` : null);
  if (!active) return <Welcome />;
  if (!open) return <Lock active={active} />;
  return (
    <Layout active={active}>
      <Outlet />
    </Layout>
  );
}

/** Drops all that was read of an account when it is locked or another takes its place. */
function useForgetting(account: string | null) {
  const client = useQueryClient();
  useEffect(() => {
    if (account === null) return;
    return () => {
      client.removeQueries({ queryKey: snapshotQuery.queryKey });
      client.removeQueries({ queryKey: changesQuery.queryKey });
      clearDrafts();
      clearToasts();
    };
  }, [account, client]);
}
