import { useState } from "react";
import { type AppState, type Profile, useAppState } from "../../ipc";
import { Button, Chip, Empty, IconButton, Menu } from "../../kit";
import { Avatar } from "../../kit/Avatar";
import { moment, PageHeader } from "../../parts";
import { AccountMarks } from "../../parts/environment";
import { AccountDialog, type AccountTask } from "./AccountDialog";
import { AddAccountDialog } from "./AddAccount";
import { accountEntries, switchTo } from "./accountEntries";
import { expiry } from "./expiry";
import { texts } from "./texts";

/** Every account that was added, with its actions. */
export function Accounts() {
  const state = useAppState();
  const [adding, setAdding] = useState(false);
  const [task, setTask] = useState<AccountTask | null>(null);
  if (!state) return null;
  const add = (
    <Button tone="primary" icon="plus" onPress={() => setAdding(true)}>
      {texts.addAccount}
    </Button>
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={texts.title} isAgeless>
        {state.profiles.length > 0 && add}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-auto border-t border-line">
        {state.profiles.length === 0 ? (
          <Empty icon="user" title={texts.noAccounts} action={add}>
            {texts.aboutNoAccounts}
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
  const expires = expiry(profile.keyExpires);
  const storage =
    profile.keyStore === "keyring" ? texts.storedIn(state.keyring.store) : texts.storedInMemory;
  return (
    <li aria-label={profile.name} className="flex items-center gap-3 px-[18px] py-3">
      <Avatar name={profile.name} size={30} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="truncate font-semibold" title={profile.name}>
            {profile.name}
          </span>
          {inUse && <Chip tone="ok">{texts.inUse}</Chip>}
          <AccountMarks profile={profile} />
        </div>
        <div className="truncate text-sm text-mut">
          {texts.account(profile.accountName, profile.projectName)} ·{" "}
          <span className="mono select-text">{profile.host}</span>
        </div>
      </div>
      <div className="w-60 shrink-0 text-right text-sm">
        <div
          className={
            expires.tone === "bad" ? "text-bad" : expires.tone === "warn" ? "text-warn" : "text-mut"
          }
          title={profile.keyExpires ? moment(profile.keyExpires) : undefined}
        >
          {expires.text}
        </div>
        <div className="truncate text-dim">{storage}</div>
      </div>
      <div className="flex w-[104px] shrink-0 items-center justify-end gap-1">
        {!inUse && (
          <Button
            size="s"
            onPress={() => switchTo(profile)}
            aria-label={texts.switchTo(profile.name)}
          >
            {texts.switch}
          </Button>
        )}
        <Menu
          label={texts.moreFor(profile.name)}
          placement="bottom end"
          trigger={<IconButton label={texts.moreFor(profile.name)} icon="more" tooltip={false} />}
          entries={accountEntries(profile, onTask)}
        />
      </div>
    </li>
  );
}
