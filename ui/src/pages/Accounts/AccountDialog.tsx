import { type FormEvent, useEffect, useState } from "react";
import {
  commands,
  isKeyrings,
  type KeySource,
  type KeyStore,
  type Problem,
  type Profile,
  type TriedKey,
  toProblem,
} from "../../ipc";
import { Button, Dialog, Notice, TextField, toast, useTouched } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { KeyForm } from "./KeyForm";

/** What is being done to which account. */
export interface AccountTask {
  kind: "rename" | "replace-key" | "remove";
  profile: Profile;
}

/** The dialog for what is being done to an account; none while `task` is null. */
export function AccountDialog({
  task,
  onClose,
}: {
  task: AccountTask | null;
  onClose: () => void;
}) {
  switch (task?.kind) {
    case undefined:
      return null;
    case "rename":
      return <Rename profile={task.profile} onClose={onClose} />;
    case "replace-key":
      return (
        <Dialog title={`A new key for ${task.profile.name}`} isOpen onClose={onClose} width="s">
          <ReplaceKey profile={task.profile} onDone={onClose} onCancel={onClose} autoFocus />
        </Dialog>
      );
    case "remove":
      return <Remove profile={task.profile} onClose={onClose} />;
  }
}

function Rename({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const [name, setName] = useState(profile.name);
  const renaming = useAction((to: string) => commands.renameAccount(profile.id, to));

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== "" && (await renaming.run(name.trim()))) onClose();
  }

  return (
    <Dialog
      title="Rename the account"
      isOpen
      onClose={onClose}
      isTouched={name !== profile.name}
      width="s"
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <TextField
          label="Name in Postern"
          value={name}
          onChange={setName}
          maxLength={80}
          autoFocus
          description={`The service knows it as ${profile.accountName}.`}
        />
        {renaming.problem && <ProblemNotice problem={renaming.problem} />}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            tone="primary"
            isPending={renaming.isPending}
            disabledReason={name.trim() === "" ? "Give the account a name." : null}
          >
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ReplaceKeyProps {
  profile: Profile;
  onDone: () => void;
  onCancel?: () => void;
  autoFocus?: boolean;
}

/** A key that works, and why it could not be kept. */
interface Homeless {
  tried: TriedKey;
  problem: Problem;
}

/**
 * Asks for another key of the same account, and puts it in the old one's place. One that can't be kept at the
 * moment waits for another attempt; where that is the keyring's fault, it can be kept for this session.
 */
export function ReplaceKey({ profile, onDone, onCancel, autoFocus }: ReplaceKeyProps) {
  const [homeless, setHomeless] = useState<Homeless | null>(null);
  const keeping = useAction(keep);
  const draft = homeless?.tried.draft;
  useTouched(homeless !== null);

  // It waits in the shell's memory: one that is left is forgotten there.
  useEffect(() => {
    if (draft === undefined) return;
    return () => void commands.dropDraft(draft);
  }, [draft]);

  async function keep(tried: TriedKey, store: KeyStore) {
    await commands.replaceKey(profile.id, tried.draft, store);
    toast({ tone: "ok", title: `${profile.name} has a new key` });
    onDone();
  }

  async function replace(host: string, source: KeySource) {
    const tried = await commands.tryKey(host, source);
    try {
      await keep(tried, profile.keyStore);
    } catch (error) {
      const problem = toProblem(error);
      // Another account's key will never do.
      if (problem.code === "invalid" || problem.code === "stale") {
        void commands.dropDraft(tried.draft);
        throw error;
      }
      setHomeless({ tried, problem });
    }
  }

  if (homeless) {
    const { tried } = homeless;
    const problem = keeping.problem ?? homeless.problem;
    return (
      <div className="flex flex-col gap-4">
        <Notice tone="warn" live title={problem.message}>
          {problem.hint} The key works; only keeping it failed.
        </Notice>
        <div className="flex flex-wrap gap-2">
          {isKeyrings(problem) && (
            <Button
              tone="primary"
              isPending={keeping.isPending}
              onPress={() => void keeping.run(tried, "session")}
            >
              Keep it for this session only
            </Button>
          )}
          <Button
            disabledReason={keeping.isPending ? "The key is being kept." : null}
            onPress={() => void keeping.run(tried, profile.keyStore)}
          >
            Try again
          </Button>
          <Button tone="quiet" onPress={onCancel ?? (() => setHomeless(null))}>
            Cancel
          </Button>
        </div>
      </div>
    );
  }
  return (
    <KeyForm
      host={profile.host}
      hostIsFixed
      action="Replace key"
      onTry={replace}
      onCancel={onCancel}
      autoFocus={autoFocus}
    />
  );
}

function Remove({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const removing = useAction((leaveKey: boolean) => commands.removeAccount(profile.id, leaveKey));
  const isStuck = removing.problem !== null && isKeyrings(removing.problem);
  const remove = (leaveKey: boolean) =>
    void removing.run(leaveKey).then((ok) => {
      if (ok) onClose();
    });
  return (
    <Dialog
      title={`Remove ${profile.name}?`}
      role="alertdialog"
      isOpen
      onClose={onClose}
      width="s"
      footer={
        <>
          <Button tone="quiet" onPress={onClose} autoFocus>
            Keep it
          </Button>
          {isStuck && !removing.isPending && (
            <Button tone="danger" onPress={() => remove(true)}>
              Remove account, leave key
            </Button>
          )}
          <Button
            tone="danger"
            icon="trash"
            isPending={removing.isPending}
            onPress={() => remove(false)}
          >
            {isStuck ? "Try again" : "Remove account and key"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-mut">
        <p>
          Postern forgets this account{" "}
          {profile.keyStore === "keyring"
            ? "and takes its key out of your system's keyring."
            : "and drops its key from memory."}{" "}
          The history of its changes goes with it: export it first if you want to keep it.
        </p>
        <p>
          Nothing changes at the service: clusters, VPCs and endpoints stay as they are, and the key
          goes on working until it is revoked there.
        </p>
        {removing.problem && (
          <Notice tone="bad" live title={removing.problem.message}>
            {removing.problem.hint}
            {isStuck &&
              ` Or remove the account only: its key then stays in the keyring as “Postern – ${profile.name}”, where you can delete it.`}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
