import { useState } from "react";
import { type AppState, commands, type Profile, toProblem, useAppState } from "../../ipc";
import { Button, Chip, Empty, IconButton, Menu, toast } from "../../kit";
import { Avatar } from "../../kit/Avatar";
import { moment, PageHeader } from "../../parts";
import { AccountDialog, type AccountTask } from "./AccountDialog";
import { AddAccountDialog } from "./AddAccount";
import { expiry } from "./expiry";

/** Every account that was added, and what can be done with each. */
export function Accounts() {
  const state = useAppState();
  const [adding, setAdding] = useState(false);
  const [task, setTask] = useState<AccountTask | null>(null);
  if (!state) return null;
  const add = (
    <Button tone="primary" icon="plus" onPress={() => setAdding(true)}>
      Add account
    </Button>
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title="Accounts">{state.profiles.length > 0 && add}</PageHeader>
      <div className="min-h-0 flex-1 overflow-auto border-t border-line">
        {state.profiles.length === 0 ? (
          <Empty icon="user" title="No account of your own yet" action={add}>
            The demo account is all there is. Add one with an API key.
          </Empty>
        ) : (
          <ul className="divide-y divide-line-soft">
            {state.profiles.map((profile) => (
              <Row key={profile.id} profile={profile} state={state} onTask={setTask} />
            ))}
          </ul>
        )}
      </div>
      <AddAccountDialog isOpen={adding} onClose={() => setAdding(false)} />
      <AccountDialog task={task} onClose={() => setTask(null)} />
    </div>
  );
}

interface RowProps {
  profile: Profile;
  state: AppState;
  onTask: (task: AccountTask) => void;
}

function Row({ profile, state, onTask }: RowProps) {
  const inUse = state.active?.profileId === profile.id;
  const ends = expiry(profile.keyExpires);
  const kept = profile.keyStore === "keyring" ? state.keyring.store : "this session's memory";
  return (
    <li aria-label={profile.name} className="flex items-center gap-3 px-[18px] py-3">
      <Avatar name={profile.name} size={30} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="truncate font-semibold" title={profile.name}>
            {profile.name}
          </span>
          {inUse && <Chip tone="ok">In use</Chip>}
        </div>
        <div className="truncate text-sm text-mut">
          {profile.accountName} · project {profile.projectName} ·{" "}
          <span className="mono select-text">{profile.host}</span>
        </div>
      </div>
      <div className="w-52 shrink-0 text-right text-sm">
        <div
          className={
            ends.tone === "bad" ? "text-bad" : ends.tone === "warn" ? "text-warn" : "text-mut"
          }
          title={profile.keyExpires ? moment(profile.keyExpires) : undefined}
        >
          Key {ends.words}
        </div>
        <div className="truncate text-dim">in {kept}</div>
      </div>
      <div className="flex w-[104px] shrink-0 items-center justify-end gap-1">
        {!inUse && (
          <Button
            size="s"
            onPress={() => switchTo(profile)}
            aria-label={`Switch to ${profile.name}`}
          >
            Switch
          </Button>
        )}
        <Menu
          label={`More for ${profile.name}`}
          placement="bottom end"
          trigger={<IconButton label={`More for ${profile.name}`} icon="more" tooltip={false} />}
          entries={accountEntries(profile, onTask)}
        />
      </div>
    </li>
  );
}

/** Switches, and says so where that fails. */
export function switchTo(profile: Profile): void {
  commands.switchAccount(profile.id).catch((error: unknown) => {
    const problem = toProblem(error);
    toast({
      tone: "bad",
      title: `Could not switch to ${profile.name}`,
      detail: `${problem.message} ${problem.hint}`,
    });
  });
}

/** What can be done with an account beside using it. */
export function accountEntries(profile: Profile, onTask: (task: AccountTask) => void) {
  return [
    {
      id: "rename",
      label: "Rename…",
      icon: "user" as const,
      onAction: () => onTask({ kind: "rename", profile }),
    },
    {
      id: "replace-key",
      label: "Replace key…",
      icon: "key" as const,
      onAction: () => onTask({ kind: "replace-key", profile }),
    },
    {
      id: "remove",
      label: "Remove…",
      icon: "trash" as const,
      tone: "danger" as const,
      onAction: () => onTask({ kind: "remove", profile }),
    },
  ];
}
