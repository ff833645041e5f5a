import { type FormEvent, useRef, useState } from "react";
import { commands, type KeySource, type Problem, useAppState } from "../../ipc";
import { Button, Notice, TextField, useTouched } from "../../kit";
import { SecretField, type SecretHandle } from "../../kit/SecretField";
import { useAction } from "../../parts/useAction";
import { NetworkSettings } from "../Settings/Network";
import { texts } from "./texts";

/** The service's address unless the user changes it. */
export const usualHost = "https://cloud.yugabyte.com";
const keyDocs =
  "https://docs.yugabyte.com/preview/yugabyte-cloud/managed-automation/managed-apikeys/";

interface Props {
  /** The service that the key is for; the user can change it unless `hostIsFixed`. */
  host?: string;
  hostIsFixed?: boolean;
  /** The main button's label. */
  action: string;
  /** Tries the key; rejects with a `Problem`. */
  onTry: (host: string, source: KeySource) => Promise<void>;
  onCancel?: () => void;
  autoFocus?: boolean;
}

/**
 * Asks for an API key and tries it. Reading the key empties its field; a key that could not be tried is kept by
 * the shell for another attempt.
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
            label={texts.key}
            placeholder={kept ? texts.pasteAnotherKey : texts.pasteKey}
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
              {texts.pasteFromClipboard}
            </Button>
            <Button
              tone="link"
              icon="external"
              className="sm:ml-auto"
              onPress={() => void commands.openLink(keyDocs)}
            >
              {texts.howToCreateKey}
            </Button>
          </div>
        </div>

        {trying.problem && <Refusal problem={trying.problem} onNetwork={() => setNetwork(true)} />}
        {kept && !trying.isPending && (
          <p role="status" className="flex flex-wrap items-baseline gap-x-2 text-sm text-mut">
            <span>{texts.keptUntil(clock(kept.until))}</span>
            <Button tone="link" onPress={forget}>
              {texts.forgetKey}
            </Button>
          </p>
        )}

        {hostIsFixed ? (
          <p className="text-sm text-dim">
            {texts.service} <span className="mono select-text">{host}</span>
          </p>
        ) : otherAddress ? (
          <TextField
            label={texts.serviceAddress}
            mono
            value={address}
            onChange={setAddress}
            placeholder={usualHost}
            description={texts.aboutServiceAddress}
          />
        ) : (
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-dim">
            <span>
              {texts.service} <span className="mono">{address}</span>
            </span>
            <Button tone="link" onPress={() => setOtherAddress(true)}>
              {texts.changeAddress}
            </Button>
          </p>
        )}

        <div className="flex items-center gap-2">
          <Button
            type="submit"
            tone="primary"
            isPending={trying.isPending && from !== "clipboard"}
            disabledReason={filled || kept || trying.isPending ? null : texts.keyMissing}
          >
            {trying.isPending ? texts.testingKey : kept && !filled ? texts.tryAgain : action}
          </Button>
          {onCancel && (
            <Button
              tone="quiet"
              onPress={() => {
                if (kept) forget();
                onCancel();
              }}
            >
              {texts.cancel}
            </Button>
          )}
        </div>
      </form>
      <NetworkSettings isOpen={network} onClose={() => setNetwork(false)} />
    </>
  );
}

/** Why a key was not accepted. Where the network may be at fault, its settings are one press away. */
function Refusal({ problem, onNetwork }: { problem: Problem; onNetwork: () => void }) {
  const action = problem.code === "offline" && (
    <Button size="s" icon="settings" onPress={onNetwork}>
      {texts.proxyAndCertificates}
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
