import { useEffect, useRef, useState } from "react";
import { commands, type KeySource, type TriedKey, useAppState } from "../../ipc";
import { Dialog } from "../../kit";
import { ConfirmAccount } from "./ConfirmAccount";
import { KeyForm } from "./KeyForm";
import { texts } from "./texts";

interface Props {
  onDone: () => void;
  onCancel?: () => void;
  autoFocus?: boolean;
}

/** Adds an account in two steps: a key that works, then the account's name and where to store the key. */
export function AddAccount({ onDone, onCancel, autoFocus }: Props) {
  const state = useAppState();
  const [tried, setTried] = useState<TriedKey | null>(null);
  const added = useRef(false);
  const draft = tried?.draft;

  // A tried key waits in the shell's memory: one that the user doesn't add is dropped there.
  useEffect(() => {
    if (draft === undefined) return;
    return () => {
      if (!added.current) void commands.dropDraft(draft);
    };
  }, [draft]);

  async function tryKey(host: string, source: KeySource) {
    setTried(await commands.tryKey(host, source));
  }

  if (tried && state) {
    return (
      <ConfirmAccount
        tried={tried}
        keyring={state.keyring}
        taken={state.profiles.map((p) => p.name)}
        onAdd={async (accounts, store) => {
          added.current = true;
          try {
            await commands.addAccounts(tried.draft, accounts, store);
          } catch (error) {
            added.current = false;
            throw error;
          }
          onDone();
        }}
        onBack={() => setTried(null)}
      />
    );
  }
  return <KeyForm onTry={tryKey} onCancel={onCancel} autoFocus={autoFocus} />;
}

/** The form for adding an account in a dialog. */
export function AddAccountDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title={texts.addAccountDialog} isOpen={isOpen} onClose={onClose} width="s">
      <AddAccount onDone={onClose} onCancel={onClose} autoFocus />
    </Dialog>
  );
}
