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
  useAppState,
} from "../../ipc";
import { Button, Dialog, Notice, TextField, toast, useTouched } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { EnvironmentDialog } from "./EnvironmentDialog";
import { KeyForm } from "./KeyForm";
import { texts } from "./texts";

export interface AccountTask {
  kind: "rename" | "environment" | "replace-key" | "remove";
  profile: Profile;
}

/** The dialog for a task on an account; none while `task` is null. */
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
    case "environment":
      return <EnvironmentDialog profile={task.profile} onClose={onClose} />;
    case "replace-key":
      return (
        <Dialog title={texts.replaceKeyOf(task.profile.name)} isOpen onClose={onClose} width="s">
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
      title={texts.renameAccount}
      isOpen
      onClose={onClose}
      isTouched={name !== profile.name}
      width="s"
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <TextField
          label={texts.name}
          value={name}
          onChange={setName}
          maxLength={80}
          autoFocus
          description={texts.aboutName(profile.accountName)}
        />
        {renaming.problem && <ProblemNotice problem={renaming.problem} />}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onPress={onClose}>
            {texts.cancel}
          </Button>
          <Button
            type="submit"
            tone="primary"
            isPending={renaming.isPending}
            disabledReason={name.trim() === "" ? texts.nameMissing : null}
          >
            {texts.rename}
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

/** A key that works but could not be saved, and why. */
interface UnsavedKey {
  tried: TriedKey;
  problem: Problem;
}

/**
 * Asks for another key of the same account and replaces the old one with it. A key that can't be saved right now
 * waits for another attempt; where the keyring is at fault, it can be kept for this session instead.
 */
export function ReplaceKey({ profile, onDone, onCancel, autoFocus }: ReplaceKeyProps) {
  const [unsaved, setUnsaved] = useState<UnsavedKey | null>(null);
  const saving = useAction(save);
  const draft = unsaved?.tried.draft;
  useTouched(unsaved !== null);
  const others = (useAppState()?.profiles ?? [])
    .filter((other) => other.id !== profile.id && other.sharedKey !== null)
    .filter((other) => other.sharedKey === profile.sharedKey)
    .map((other) => other.name);

  // The key waits in the shell's memory: when the user leaves, it is dropped there.
  useEffect(() => {
    if (draft === undefined) return;
    return () => void commands.dropDraft(draft);
  }, [draft]);

  async function save(tried: TriedKey, store: KeyStore) {
    await commands.replaceKey(profile.id, tried.draft, store);
    toast({ tone: "ok", title: texts.keyReplaced(profile.name) });
    onDone();
  }

  async function replace(host: string, source: KeySource) {
    const tried = await commands.tryKey(host, source);
    try {
      await save(tried, profile.keyStore);
    } catch (error) {
      const problem = toProblem(error);
      // Another account's key will not work on a second attempt either.
      if (problem.code === "invalid" || problem.code === "stale") {
        void commands.dropDraft(tried.draft);
        throw error;
      }
      setUnsaved({ tried, problem });
    }
  }

  if (unsaved) {
    const { tried } = unsaved;
    const problem = saving.problem ?? unsaved.problem;
    return (
      <div className="flex flex-col gap-4">
        <Notice tone="warn" live title={problem.message}>
          {problem.hint} {texts.keyNotSaved}
        </Notice>
        <div className="flex flex-wrap gap-2">
          {isKeyrings(problem) && (
            <Button
              tone="primary"
              isPending={saving.isPending}
              onPress={() => void saving.run(tried, "session")}
            >
              {texts.keepForSession}
            </Button>
          )}
          <Button
            disabledReason={saving.isPending ? texts.savingKey : null}
            onPress={() => void saving.run(tried, profile.keyStore)}
          >
            {texts.tryAgain}
          </Button>
          <Button tone="quiet" onPress={onCancel ?? (() => setUnsaved(null))}>
            {texts.cancel}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {others.length > 0 && <p className="text-sm text-mut">{texts.alsoReplaced(others)}</p>}
      <KeyForm
        host={profile.host}
        hostIsFixed
        account={profile.id}
        onTry={replace}
        onCancel={onCancel}
        autoFocus={autoFocus}
      />
    </div>
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
      title={texts.removeQuestion(profile.name)}
      role="alertdialog"
      isOpen
      onClose={onClose}
      width="s"
      footer={
        <>
          <Button tone="quiet" onPress={onClose} autoFocus>
            {texts.cancel}
          </Button>
          {isStuck && !removing.isPending && (
            <Button tone="danger" onPress={() => remove(true)}>
              {texts.removeAccountOnly}
            </Button>
          )}
          <Button
            tone="danger"
            icon="trash"
            isPending={removing.isPending}
            onPress={() => remove(false)}
          >
            {isStuck ? texts.tryAgain : texts.removeAccountAndKey}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-mut">
        <p>{texts.aboutRemoving(profile.keyStore === "keyring")}</p>
        <p>{texts.aboutRemovingHere}</p>
        {removing.problem && (
          <Notice tone="bad" live title={removing.problem.message}>
            {removing.problem.hint}
            {isStuck && ` ${texts.aboutRemovingAccountOnly(profile.name)}`}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
