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
import { useAction } from "../../parts/useAction";
import { AccountDialog, type AccountTask, ReplaceKey } from "../Accounts/AccountDialog";
import { AccountList } from "../Accounts/AccountList";
import { AddAccountDialog } from "../Accounts/AddAccount";
import { Front } from "../Welcome/Front";

/**
 * Stands in place of everything while the account can't be used: locked, being unlocked, or its key is
 * refused. Takes no focus by itself.
 */
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
        {others.length > 0 && <AccountList label="Or go to" profiles={others} />}
        <div className="-ml-2 flex flex-wrap gap-1">
          <Button tone="quiet" size="s" icon="plus" onPress={() => setAdding(true)}>
            Add an account
          </Button>
          {profile && (
            <Button
              tone="quiet"
              size="s"
              icon="trash"
              onPress={() => setTask({ kind: "remove", profile })}
            >
              Remove {profile.name}…
            </Button>
          )}
          {active.demo && (
            <Button tone="quiet" size="s" icon="close" onPress={() => void commands.leaveDemo()}>
              Leave the demo
            </Button>
          )}
        </div>
      </div>
      <AddAccountDialog isOpen={adding} onClose={() => setAdding(false)} />
      <AccountDialog task={task} onClose={() => setTask(null)} />
    </Front>
  );
}

/** The demo has no key to lock away: it is seen here only while its service starts. */
function OpeningDemo() {
  return (
    <>
      <h1 className="text-[26px] leading-[1.2] font-semibold tracking-[-0.02em]">
        Opening the demo
      </h1>
      <p role="status" className="mt-3 flex items-center gap-2 text-[14px] text-mut">
        <Spinner size={12} />
        Its service starts inside this program…
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
  const told = active.status.kind === "locked" ? active.status.problem : null;
  const problem = busy
    ? null
    : (told ?? (unlocking.problem?.code === "locked" ? null : unlocking.problem));
  const kept = profile?.keyStore === "keyring" ? state.keyring.store : null;
  return (
    <>
      <h1 className="text-[26px] leading-[1.2] font-semibold tracking-[-0.02em] break-words">
        {active.status.kind === "unlocking"
          ? `Unlocking ${active.name}`
          : `${active.name} is locked`}
      </h1>
      <p role="status" className="mt-3 text-[14px] leading-[1.55] text-mut">
        {isFinishing
          ? "A change was being sent when the account was locked. Postern opens the account once the service has answered, which takes a minute at most."
          : busy && state.keyring.isAsking
            ? `${state.keyring.store} is locked and asks for its password in a window of its own. It may be behind this one.`
            : kept
              ? `The key is out of memory, and everything that it showed. Unlocking asks ${kept} for it again.`
              : "The key is out of memory, and everything that it showed."}
      </p>
      {problem && (
        <Notice
          tone={isKeyrings(problem) ? "warn" : "bad"}
          live
          title={problem.message}
          className="mt-5"
        >
          {problem.hint}
        </Notice>
      )}
      <div className="mt-6 flex flex-wrap gap-2.5">
        <Button
          tone="primary"
          icon="unlock"
          className="!px-4 !py-2 !text-base"
          isPending={busy}
          onPress={() => void unlocking.run()}
        >
          {isFinishing
            ? "Waiting for the answer…"
            : busy
              ? kept
                ? `Asking ${kept}…`
                : "Unlocking…"
              : problem
                ? "Try again"
                : "Unlock"}
        </Button>
        {isUnlocking && (
          <Button
            tone="quiet"
            className="!px-4 !py-2 !text-base"
            onPress={() => void commands.lock().catch(() => undefined)}
          >
            Cancel
          </Button>
        )}
        {profile && !busy && (
          <Button
            icon="key"
            className="!px-4 !py-2 !text-base"
            onPress={() => onTask({ kind: "replace-key", profile })}
          >
            Replace key…
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

/** The service refuses the key: nothing is asked any more until there is another. */
function NeedsKey({ name, profile, problem }: NeedsKeyProps) {
  return (
    <>
      <h1 className="text-[26px] leading-[1.2] font-semibold tracking-[-0.02em] break-words">
        {name} needs a new key
      </h1>
      <Notice tone="warn" live title={problem.message} className="mt-4 mb-6">
        {problem.hint} Nothing more is asked of the service until then.
      </Notice>
      {profile && <ReplaceKey profile={profile} onDone={() => {}} />}
    </>
  );
}
