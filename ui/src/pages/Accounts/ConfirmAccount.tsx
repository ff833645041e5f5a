import { type FormEvent, useEffect, useRef, useState } from "react";
import type { KeyringView, KeyStore, ProjectId, TriedKey } from "../../ipc";
import { Button, Notice, Select, TextField, useTouched } from "../../kit";
import { Avatar } from "../../kit/Avatar";
import { RadioCards } from "../../kit/RadioCards";
import { useAction } from "../../parts/useAction";
import { expiry } from "./expiry";

interface Props {
  tried: TriedKey;
  keyring: KeyringView;
  /** The names that other accounts have. */
  taken: readonly string[];
  onAdd: (name: string, project: ProjectId, store: KeyStore) => Promise<void>;
  onBack: () => void;
}

/** Shows whose key it is, and asks for a name, a project and where the key shall be kept. */
export function ConfirmAccount({ tried, keyring, taken, onAdd, onBack }: Props) {
  const [project, setProject] = useState<ProjectId | null>(tried.projects[0]?.id ?? null);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [store, setStore] = useState<KeyStore>(keyring.problem ? "session" : "keyring");
  const adding = useAction(onAdd);
  // The key was given, and waits for this.
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
      <Whose tried={tried} />
      {tried.projects.length > 1 && (
        <Select
          label="Project"
          value={project}
          options={tried.projects.map((p) => ({ id: p.id, label: p.name }))}
          onChange={setProject}
        />
      )}
      {project === null && (
        <Notice tone="bad" title="This account has no project that the key may see.">
          Ask an account admin to give the key's role a project, or use another key.
        </Notice>
      )}
      <TextField
        label="Name in Postern"
        value={name}
        onChange={setTypedName}
        inputRef={nameField}
        maxLength={80}
      />
      <RadioCards
        label="Keep the key"
        value={store}
        onChange={setStore}
        choices={[
          {
            id: "keyring",
            title: `In ${keyring.store}`,
            // One that is locked or slow may be used all the same, once it was asked.
            isDisabled: keyring.problem?.code === "keyring-absent",
            detail: keyring.problem
              ? `${keyring.problem.message} ${keyring.problem.hint}`
              : "Your system's keyring. Postern finds it there after a restart.",
          },
          {
            id: "session",
            title: "For this session only",
            detail:
              "In memory until Postern ends or is locked; then you are asked for it again. Never in a file.",
          },
        ]}
      />
      {adding.isPending && keyring.isAsking && (
        <p role="status" className="text-sm text-mut">
          {keyring.store} is locked and asks for its password in a window of its own. It may be
          behind this one.
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
                Keep it for this session only
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
              ? "Give the account a name."
              : project === null
                ? "Choose a project."
                : null
          }
        >
          {adding.isPending ? "Adding the account…" : "Add account"}
        </Button>
        <Button tone="quiet" onPress={onBack}>
          Use another key
        </Button>
      </div>
    </form>
  );
}

function Whose({ tried }: { tried: TriedKey }) {
  const ends = expiry(tried.keyExpires);
  const [only] = tried.projects;
  return (
    <section aria-label="The key's account" className="rounded-lg border border-line bg-bg">
      <div className="flex items-center gap-3 px-3 py-2.5">
        <Avatar name={tried.accountName} size={30} />
        <div className="min-w-0 flex-1">
          <div className="font-semibold break-words">{tried.accountName}</div>
          <div className="text-sm text-mut">
            {tried.role}
            {tried.projects.length === 1 && only && ` · project ${only.name}`}
          </div>
        </div>
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-0.5 border-t border-line px-3 py-2 text-sm text-dim">
        <span className={ends.tone === "ok" ? undefined : "text-warn"}>The key {ends.words}</span>
        <span className="mono ml-auto min-w-0 truncate select-text">{tried.host}</span>
      </div>
    </section>
  );
}

/** The account's name, or something close to it that no other account has. */
function freeName(account: string, project: string | undefined, taken: readonly string[]): string {
  const wishes = [account, ...(project ? [`${account} · ${project}`] : [])];
  for (let n = 2; n < 100; n++) wishes.push(`${account} ${n}`);
  return wishes.find((wish) => !taken.includes(wish)) ?? account;
}
