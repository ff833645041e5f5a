import { type FormEvent, useEffect, useRef, useState } from "react";
import type { KeyringView, KeyStore, ProjectId, TriedKey } from "../../ipc";
import { Button, Notice, Select, TextField, useTouched } from "../../kit";
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
  onAdd: (name: string, project: ProjectId, store: KeyStore) => Promise<void>;
  onBack: () => void;
}

/** Shows the key's account, and asks for a name, a project and where to store the key. */
export function ConfirmAccount({ tried, keyring, taken, onAdd, onBack }: Props) {
  const [project, setProject] = useState<ProjectId | null>(tried.projects[0]?.id ?? null);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [store, setStore] = useState<KeyStore>(keyring.problem ? "session" : "keyring");
  const adding = useAction(onAdd);
  // Leaving now would lose the key that was entered.
  useTouched(true);
  const nameField = useRef<HTMLInputElement>(null);
  useEffect(() => nameField.current?.focus(), []);

  const projectName = tried.projects.find((p) => p.id === project)?.name;
  const name = typedName ?? freeName(tried.accountName, projectName, taken);
  const keyringFailed = adding.problem?.code.startsWith("keyring-") && store === "keyring";

  function submit(event: FormEvent) {
    event.preventDefault();
    if (project !== null && name.trim() !== "") void adding.run(name.trim(), project, store);
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
        <Select
          label={texts.project}
          value={project}
          options={tried.projects.map((p) => ({ id: p.id, label: p.name }))}
          onChange={setProject}
        />
      )}
      {project === null && (
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
            name.trim() === "" ? texts.nameMissing : project === null ? texts.projectMissing : null
          }
        >
          {adding.isPending ? texts.addingAccount : texts.addAccount}
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
