import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type Active, type AppState, appStateQuery, openAccount, toProblem } from "../ipc";
import { clearToasts, hush, Notice, Spinner, toast } from "../kit";
import { foldAll } from "../kit/table/useTurned";
import { clearDrafts } from "../pages/Endpoints/editor/drafts";
import { forgetRows } from "../pages/Endpoints/rows";
import { Lock } from "../pages/Lock/Lock";
import { texts as settings } from "../pages/Settings/texts";
import { Welcome } from "../pages/Welcome/Welcome";
import { ProblemNotice } from "../parts";
import { Frame, Layout } from "./Layout";
import { tellOfLockBehindDemo } from "./lock";
import { OpenedLink } from "./OpenedLink";
import { Toasts } from "./Toasts";
import { texts } from "./texts";
import { useTheme } from "./theme";
import { useActivity } from "./useActivity";
import { useBrowserDefaults } from "./useBrowserDefaults";
import { useFocusKept } from "./useFocusKept";
import { useZoomKeys } from "./useZoomKeys";

/** What the window shows: the first screen, the lock screen, or the account's pages. */
export function Root() {
  const { data: state, error, refetch } = useQuery(appStateQuery);
  useTheme(state?.settings.theme ?? "system");
  useActivity();
  useBrowserDefaults();
  useFocusKept();
  useZoomKeys(state?.settings.zoom ?? 100);
  return (
    <>
      {state?.link && <OpenedLink link={state.link} isOpen={openAccount(state) !== null} />}
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
  const account = openAccount(state);
  useForgetting(account);
  const isLockedBehind = active?.isLockedBehind ?? false;
  useEffect(() => {
    if (isLockedBehind) tellOfLockBehindDemo();
  }, [isLockedBehind]);
  const { newer } = state.updates;
  useEffect(() => {
    if (newer) toast({ tone: "info", title: settings.newer(newer), detail: settings.aboutNewer });
  }, [newer]);
  if (!active) return <Welcome />;
  if (account === null) return <Closed active={active} />;
  return (
    <Layout key={account} active={active}>
      {state.settings.caFile && !state.settings.certificates && (
        <FormerCertificates file={state.settings.caFile} />
      )}
      {state.journal && <ProblemNotice problem={state.journal} className="m-3 mb-0 shrink-0" />}
      {state.fileProblems.map((problem) => (
        <ProblemNotice key={problem.message} problem={problem} className="m-3 mb-0 shrink-0" />
      ))}
      {state.clockAheadMinutes !== null && (
        <Notice tone="warn" className="m-3 mb-0 shrink-0" title={texts.clockOff}>
          {texts.aboutClock(state.clockAheadMinutes)}
        </Notice>
      )}
      <Outlet />
    </Layout>
  );
}

/** How long unlocking may take before the lock screen tells of it, in milliseconds: usually the key is read by then. */
const moment = 500;

/** The lock screen, or no page yet: at the start and after another account was chosen, it would only flash. */
function Closed({ active }: { active: Active }) {
  const isUnlocking = active.status.kind === "unlocking";
  const [isSeen, setSeen] = useState(!isUnlocking);
  if (!isSeen && !isUnlocking) setSeen(true);
  useEffect(() => {
    const timer = window.setTimeout(() => setSeen(true), moment);
    return () => window.clearTimeout(timer);
  }, []);
  return isSeen ? <Lock active={active} /> : <Frame active={active} />;
}

/** Says that certificates from an earlier version's settings aren't used until the user chooses them again. */
function FormerCertificates({ file }: { file: string }) {
  return (
    <Notice
      tone="warn"
      className="m-3 mb-0 shrink-0"
      title={settings.chooseAgain}
      action={
        <Link to="/settings" className="underline">
          {texts.openSettings}
        </Link>
      }
    >
      {settings.aboutChoosingAgain} <span className="mono break-all select-text">{file}</span>
    </Notice>
  );
}

/** Clears what the page itself holds of an account when it is locked or the user switches to another. */
function useForgetting(account: string | null) {
  const router = useRouter();
  useEffect(() => {
    if (account === null) return;
    return () => {
      clearDrafts();
      forgetRows();
      foldAll();
      clearToasts();
      hush();
      // Searches, filters and what was open belong to the account; the page may stay.
      router.history.replace(router.state.location.pathname);
    };
  }, [account, router]);
}
