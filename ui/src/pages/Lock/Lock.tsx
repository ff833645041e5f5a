import { useState } from "react";
import {
  type Active,
  type AppState,
  commands,
  isKeyrings,
  type Problem,
  type Profile,
  useAppState,
} from "../../ipc";
import { Button, Notice, Spinner } from "../../kit";
import { RequestLine } from "../../parts";
import { useAction } from "../../parts/useAction";
import { AccountDialog, type AccountTask, ReplaceKey } from "../Accounts/AccountDialog";
import { AccountList } from "../Accounts/AccountList";
import { AddAccountDialog } from "../Accounts/AddAccount";
import { texts as accounts } from "../Accounts/texts";
import { Front } from "../Welcome/Front";
import { texts } from "./texts";

/** Replaces every page while the account can't be used: it is locked, is being unlocked, or its key was refused. */
export function Lock({ active }: { active: Active }) {
  const state = useAppState();
  const [task, setTask] = useState<AccountTask | null>(null);
  const [adding, setAdding] = useState(false);
  if (!state) return null;
  const profile = state.profiles.find((p) => p.id === active.profileId);
  const others = state.profiles.filter((p) => p.id !== active.profileId);
  return (
    <Front isOpen={false} isBusy={active.status.kind === "unlocking"}>
      {active.status.kind === "needs-key" ? (
        <NeedsKey name={active.name} profile={profile} problem={active.status.problem} />
      ) : active.demo ? (
        <OpeningDemo />
      ) : (
        <Locked active={active} state={state} profile={profile} onTask={setTask} />
      )}
      <div className="mt-8 flex flex-col gap-5 border-t border-line pt-6">
        {others.length > 0 && <AccountList label={texts.otherAccounts} profiles={others} />}
        <div className="-ml-2 flex flex-wrap gap-1">
          <Button tone="quiet" size="s" icon="plus" onPress={() => setAdding(true)}>
            {texts.addAccount}
          </Button>
          {profile && (
            <Button
              tone="quiet"
              size="s"
              icon="trash"
              onPress={() => setTask({ kind: "remove", profile })}
            >
              {texts.removeAccount(profile.name)}
            </Button>
          )}
          {active.demo && (
            <Button tone="quiet" size="s" icon="close" onPress={() => void commands.leaveDemo()}>
              {texts.leaveDemo}
            </Button>
          )}
        </div>
      </div>
      <AddAccountDialog isOpen={adding} onClose={() => setAdding(false)} />
      <AccountDialog task={task} onClose={() => setTask(null)} />
    </Front>
  );
}

/** The demo has no key, so it is never locked: this shows only while its service starts. */
function OpeningDemo() {
  return (
    <>
      <h1 className="text-[26px] leading-[1.2] font-semibold tracking-[-0.02em]">
        {texts.openingDemo}
      </h1>
      <p role="status" className="mt-3 flex items-center gap-2 text-[14px] text-mut">
        <Spinner size={12} />
        {texts.aboutOpeningDemo}
      </p>
    </>
  );
}

interface LockedProps {
  active: Active;
  state: AppState;
  profile: Profile | undefined;
  onTask: (task: AccountTask) => void;
}

function Locked({ active, state, profile, onTask }: LockedProps) {
  const unlocking = useAction(() => commands.unlock());
  const isUnlocking = active.status.kind === "unlocking";
  const busy = isUnlocking || unlocking.isPending;
  const isFinishing = active.status.kind === "unlocking" && active.status.finishing;
  const reason = active.status.kind === "locked" ? active.status.problem : null;
  const problem = busy
    ? null
    : (reason ?? (unlocking.problem?.code === "locked" ? null : unlocking.problem));
  const verifiesUser = state.settings.verifyUser ?? false;
  const keyring = profile?.keyStore === "keyring" ? state.keyring.store : null;
  return (
    <>
      <h1 className="text-[26px] leading-[1.2] font-semibold tracking-[-0.02em] break-words">
        {active.status.kind === "unlocking"
          ? texts.unlocking(active.name)
          : texts.locked(active.name)}
      </h1>
      <p role="status" className="mt-3 text-[14px] leading-[1.55] text-mut">
        {isFinishing
          ? texts.aboutFinishingChange
          : !busy
            ? texts.aboutLocked(keyring, verifiesUser)
            : state.keyring.isAsking
              ? accounts.keyringIsAsking(state.keyring.store)
              : verifiesUser
                ? texts.aboutVerifying
                : texts.aboutUnlocking(keyring)}
      </p>
      {problem && (
        <Notice
          tone={isKeyrings(problem) ? "warn" : "bad"}
          live
          title={problem.message}
          footnote={<RequestLine problem={problem} />}
          className="mt-5"
        >
          {problem.hint}
        </Notice>
      )}
      <div className="mt-6 flex flex-wrap gap-2.5">
        <Button
          isHome
          tone="primary"
          icon="unlock"
          className="!px-4 !py-2 !text-base"
          isPending={busy}
          onPress={() => void unlocking.run()}
        >
          {isFinishing
            ? texts.finishingChange
            : busy
              ? verifiesUser && !state.keyring.isAsking
                ? texts.verifying
                : texts.readingKey(keyring)
              : problem
                ? texts.tryAgain
                : texts.unlock}
        </Button>
        {isUnlocking && (
          <Button
            tone="quiet"
            className="!px-4 !py-2 !text-base"
            onPress={() => void commands.lock().catch(() => undefined)}
          >
            {texts.cancel}
          </Button>
        )}
        {profile && !busy && (
          <Button
            icon="key"
            className="!px-4 !py-2 !text-base"
            onPress={() => onTask({ kind: "replace-key", profile })}
          >
            {texts.replaceKey}
          </Button>
        )}
      </div>
    </>
  );
}

interface NeedsKeyProps {
  name: string;
  profile: Profile | undefined;
  problem: Problem;
}

/** The service refuses the key: no requests are sent until there is another one. */
function NeedsKey({ name, profile, problem }: NeedsKeyProps) {
  const trying = useAction(commands.unlock);
  const now = trying.problem ?? problem;
  return (
    <>
      <h1 className="text-[26px] leading-[1.2] font-semibold tracking-[-0.02em] break-words">
        {texts.needsKey(name)}
      </h1>
      <Notice
        tone="warn"
        live
        title={now.message}
        action={
          <Button
            size="s"
            icon="refresh"
            isPending={trying.isPending}
            onPress={() => void trying.run()}
          >
            {texts.tryStoredKey}
          </Button>
        }
        footnote={<RequestLine problem={now} />}
        className="mt-4 mb-6"
      >
        {now.hint} {texts.noRequests}
      </Notice>
      {profile && <ReplaceKey profile={profile} onDone={() => {}} />}
    </>
  );
}
