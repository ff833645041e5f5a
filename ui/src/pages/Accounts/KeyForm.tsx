import { type FormEvent, useRef, useState } from "react";
import { commands, type KeySource, type Problem, useAppState } from "../../ipc";
import { Button, Notice, TextField, useTouched } from "../../kit";
import { SecretField, type SecretHandle } from "../../kit/SecretField";
import { useAction } from "../../parts/useAction";
import { NetworkSettings } from "../Settings/Network";

/** The service's address unless another one is given. */
export const usualHost = "https://cloud.yugabyte.com";
const keyDocs =
  "https://docs.yugabyte.com/preview/yugabyte-cloud/managed-automation/managed-apikeys/";

interface Props {
  /** The address that the key is for; the user may give another one unless `hostIsFixed`. */
  host?: string;
  hostIsFixed?: boolean;
  /** What pressing the main button does. */
  action: string;
  /** Tries the key; rejects with a `Problem`. */
  onTry: (host: string, source: KeySource) => Promise<void>;
  onCancel?: () => void;
  autoFocus?: boolean;
}

/**
 * Asks for an API key and tries it. The key is read from its field once, which is emptied by that; where it
 * could not be tried, the shell keeps it for another attempt.
 */
export function KeyForm({
  host = usualHost,
  hostIsFixed,
  action,
  onTry,
  onCancel,
  autoFocus,
}: Props) {
  const field = useRef<SecretHandle>(null);
  const [address, setAddress] = useState(host);
  const [otherAddress, setOtherAddress] = useState(host !== usualHost && !hostIsFixed);
  const [filled, setFilled] = useState(false);
  const [network, setNetwork] = useState(false);
  const [from, setFrom] = useState<KeySource["kind"]>("typed");
  const trying = useAction(onTry);
  useTouched(filled || address !== host || trying.isPending);
  const kept = useAppState()?.untriedKey ?? null;

  async function tryWith(source: KeySource) {
    setFrom(source.kind);
    const worked = await trying.run(address.trim() || usualHost, source);
    if (!worked && source.kind === "typed") field.current?.focus();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (trying.isPending) return;
    if (filled) {
      void tryWith({ kind: "typed", key: field.current?.take() ?? "" });
    } else if (kept) {
      void tryWith({ kind: "untried" });
    } else {
      field.current?.focus();
    }
  }

  function forget() {
    trying.clear();
    void commands.dropUntriedKey();
    field.current?.focus();
  }

  const aboutKey =
    !kept && (trying.problem?.code === "invalid" || trying.problem?.code === "unauthorized");
  return (
    <>
      <form onSubmit={submit} className="flex flex-col gap-4" autoComplete="off">
        <div className="flex flex-col gap-2">
          <SecretField
            ref={field}
            label="API key"
            placeholder={kept ? "Paste another key" : "Paste the key"}
            isInvalid={aboutKey}
            isReadOnly={trying.isPending}
            autoFocus={autoFocus}
            onFilled={setFilled}
          />
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
            <Button
              tone="link"
              icon="copy"
              isPending={trying.isPending && from === "clipboard"}
              onPress={() => void tryWith({ kind: "clipboard" })}
            >
              Take it from the clipboard
            </Button>
            <Button
              tone="link"
              icon="external"
              className="sm:ml-auto"
              onPress={() => void commands.openLink(keyDocs)}
            >
              How to make a key
            </Button>
          </div>
        </div>

        {trying.problem && <Refusal problem={trying.problem} onNetwork={() => setNetwork(true)} />}
        {kept && !trying.isPending && (
          <p role="status" className="flex flex-wrap items-baseline gap-x-2 text-sm text-mut">
            <span>
              The key is kept in memory until {clock(kept.until)}. You don't need to paste it again.
            </span>
            <Button tone="link" onPress={forget}>
              Forget it
            </Button>
          </p>
        )}

        {hostIsFixed ? (
          <p className="text-sm text-dim">
            For <span className="mono select-text">{host}</span>
          </p>
        ) : otherAddress ? (
          <TextField
            label="Service address"
            mono
            value={address}
            onChange={setAddress}
            placeholder={usualHost}
            description="Where your Aeon account lives. Plain http is taken for this machine only."
          />
        ) : (
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-dim">
            <span>
              For <span className="mono">{address}</span>
            </span>
            <Button tone="link" onPress={() => setOtherAddress(true)}>
              Another address
            </Button>
          </p>
        )}

        <div className="flex items-center gap-2">
          <Button
            type="submit"
            tone="primary"
            isPending={trying.isPending && from !== "clipboard"}
            disabledReason={
              filled || kept || trying.isPending ? null : "Paste or type the key first."
            }
          >
            {trying.isPending ? "Trying the key…" : kept && !filled ? "Try again" : action}
          </Button>
          {onCancel && (
            <Button
              tone="quiet"
              onPress={() => {
                if (kept) forget();
                onCancel();
              }}
            >
              Cancel
            </Button>
          )}
        </div>
      </form>
      <NetworkSettings isOpen={network} onClose={() => setNetwork(false)} />
    </>
  );
}

/** Why a key was not taken. Where the network may be in the way, its settings are one press away. */
function Refusal({ problem, onNetwork }: { problem: Problem; onNetwork: () => void }) {
  const action = problem.code === "offline" && (
    <Button size="s" icon="settings" onPress={onNetwork}>
      Proxy and certificates…
    </Button>
  );
  return (
    <Notice
      tone={problem.code === "declined" ? "warn" : "bad"}
      live
      title={problem.message}
      action={action}
    >
      {problem.hint}
    </Notice>
  );
}

function clock(time: string): string {
  return new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
