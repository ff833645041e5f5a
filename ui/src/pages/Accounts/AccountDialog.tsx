import { type FormEvent, useState } from "react";
import { commands, isKeyrings, type KeySource, type Profile } from "../../ipc";
import { Button, Dialog, Notice, TextField, toast } from "../../kit";
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
        <Dialog
          title={`A new key for ${task.profile.name}`}
          isOpen
          onClose={onClose}
          isKeptOpen
          width="s"
        >
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
    <Dialog title="Rename the account" isOpen onClose={onClose} width="s">
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

/** Asks for another key of the same account, and puts it in the old one's place. */
export function ReplaceKey({ profile, onDone, onCancel, autoFocus }: ReplaceKeyProps) {
  async function replace(host: string, source: KeySource) {
    const tried = await commands.tryKey(host, source);
    try {
      await commands.replaceKey(profile.id, tried.draft);
    } catch (error) {
      void commands.dropDraft(tried.draft);
      throw error;
    }
    toast({ tone: "ok", title: `${profile.name} has a new key` });
    onDone();
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
