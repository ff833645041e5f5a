import { type FormEvent, useEffect, useRef, useState } from "react";
import type { KeyringView, KeyStore, NewAccount, ProjectId, TriedKey } from "../../ipc";
import { Button, Checkbox, Notice, TextField, useTouched } from "../../kit";
import { Avatar } from "../../kit/Avatar";
import { RadioCards } from "../../kit/RadioCards";
import { useAction } from "../../parts/useAction";
import { expiry } from "./expiry";
import { texts } from "./texts";

interface Props {
  tried: TriedKey;
  keyring: KeyringView;
  /** The other accounts' names. */
  taken: readonly string[];
  onAdd: (accounts: NewAccount[], store: KeyStore) => Promise<void>;
  onBack: () => void;
}

/** Shows the key's account, and asks for its projects, a name and where to store the key. */
export function ConfirmAccount({ tried, keyring, taken, onAdd, onBack }: Props) {
  const [chosen, setChosen] = useState<readonly ProjectId[]>(tried.projects.map((p) => p.id));
  const [typedName, setTypedName] = useState<string | null>(null);
  const [store, setStore] = useState<KeyStore>(keyring.problem ? "session" : "keyring");
  const adding = useAction(onAdd);
  // Leaving now would lose the key that was entered.
  useTouched(true);
  const nameField = useRef<HTMLInputElement>(null);
  useEffect(() => nameField.current?.focus(), []);

  const projects = tried.projects.filter((p) => chosen.includes(p.id));
  const only = projects.length === 1 ? projects[0] : undefined;
  const name =
    typedName ??
    (projects.length > 1 ? tried.accountName : freeName(tried.accountName, only?.name, taken));
  const accounts = projects.map((project) => ({
    projectId: project.id,
    name: only ? name.trim() : `${name.trim()} · ${project.name}`,
  }));
  const keyringFailed = adding.problem?.code.startsWith("keyring-") && store === "keyring";

  function submit(event: FormEvent) {
    event.preventDefault();
    if (accounts.length > 0 && name.trim() !== "") void adding.run(accounts, store);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <KeyAccount tried={tried} />
      {tried.mayEdit !== null && (
        <Notice tone="info" title={tried.mayEdit}>
          {texts.aboutReadOnlyKey}
        </Notice>
      )}
      {tried.projects.length > 1 && (
        <fieldset className="min-w-0">
          {/* Floating: WebKit adds the height of a legend twice to a fieldset in a flexible box. */}
          <legend className="float-left mb-1.5 text-xs font-medium text-mut">
            {texts.projects}
          </legend>
          <div className="clear-both flex flex-col items-start gap-1.5">
            {tried.projects.map((project) => (
              <Checkbox
                key={project.id}
                isSelected={chosen.includes(project.id)}
                onChange={(isChosen) =>
                  setChosen((before) =>
                    isChosen ? [...before, project.id] : before.filter((id) => id !== project.id),
                  )
                }
              >
                <span className="min-w-0 break-words">{project.name}</span>
              </Checkbox>
            ))}
          </div>
        </fieldset>
      )}
      {tried.projects.length === 0 && (
        <Notice tone="bad" title={texts.noProject}>
          {texts.aboutNoProject}
        </Notice>
      )}
      <TextField
        label={texts.name}
        value={name}
        onChange={setTypedName}
        inputRef={nameField}
        maxLength={80}
        description={
          accounts.length > 1 ? texts.namesOfAccounts(accounts.map((one) => one.name)) : undefined
        }
      />
      <RadioCards
        label={texts.storeKey}
        value={store}
        onChange={setStore}
        choices={[
          {
            id: "keyring",
            title: texts.inKeyring(keyring.store),
            // A keyring that is locked or slow may still work once it is asked.
            isDisabled: keyring.problem?.code === "keyring-absent",
            detail: keyring.problem
              ? `${keyring.problem.message} ${keyring.problem.hint}`
              : texts.aboutKeyring,
          },
          {
            id: "session",
            title: texts.forSession,
            detail: texts.aboutSession,
          },
        ]}
      />
      {adding.isPending && keyring.isAsking && (
        <p role="status" className="text-sm text-mut">
          {texts.keyringIsAsking(keyring.store)}
        </p>
      )}
      {adding.problem && (
        <Notice
          tone="bad"
          live
          title={adding.problem.message}
          action={
            keyringFailed && (
              <Button size="s" onPress={() => setStore("session")}>
                {texts.keepForSession}
              </Button>
            )
          }
        >
          {adding.problem.hint}
        </Notice>
      )}
      <div className="flex items-center gap-2">
        <Button
          type="submit"
          tone="primary"
          isPending={adding.isPending}
          disabledReason={
            name.trim() === ""
              ? texts.nameMissing
              : accounts.length === 0
                ? texts.projectMissing
                : null
          }
        >
          {adding.isPending
            ? texts.addingAccount(accounts.length)
            : texts.addAccounts(accounts.length)}
        </Button>
        <Button tone="quiet" onPress={onBack}>
          {texts.useAnotherKey}
        </Button>
      </div>
    </form>
  );
}

function KeyAccount({ tried }: { tried: TriedKey }) {
  const expires = expiry(tried.keyExpires);
  const [only] = tried.projects;
  return (
    <section aria-label={texts.accountOfKey} className="rounded-lg border border-line bg-bg">
      <div className="flex items-center gap-3 px-3 py-2.5">
        <Avatar name={tried.accountName} size={30} />
        <div className="min-w-0 flex-1">
          <div className="font-semibold break-words">{tried.accountName}</div>
          <div className="text-sm text-mut">
            {texts.role(tried.role, tried.projects.length === 1 && only ? only.name : null)}
          </div>
        </div>
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-0.5 border-t border-line px-3 py-2 text-sm text-dim">
        <span className={expires.tone === "ok" ? undefined : "text-warn"}>{expires.text}</span>
        <span className="mono ml-auto min-w-0 truncate select-text">{tried.host}</span>
      </div>
    </section>
  );
}

/** The account's name, or something close to it that is not taken. */
function freeName(account: string, project: string | undefined, taken: readonly string[]): string {
  const names = [account, ...(project ? [`${account} · ${project}`] : [])];
  for (let n = 2; n < 100; n++) names.push(`${account} ${n}`);
  return names.find((name) => !taken.includes(name)) ?? account;
}
