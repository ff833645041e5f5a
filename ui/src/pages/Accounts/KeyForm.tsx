import { type FormEvent, useEffect, useState } from "react";
import { commands, type KeySource, type Problem, toProblem, useAppState } from "../../ipc";
import { Button, Notice, TextField, useTouched } from "../../kit";
import { RequestLine } from "../../parts";
import { time } from "../../parts/age";
import { attempt } from "../../parts/save";
import { useAction } from "../../parts/useAction";
import { NetworkSettings } from "../Settings/Network";
import { texts } from "./texts";

/** The service's address unless the user changes it. */
export const usualHost = "https://cloud.yugabyte.com";

interface Props {
  /** The service that the key is for; the user can change it unless `hostIsFixed`. */
  host?: string;
  hostIsFixed?: boolean;
  /** The account whose key is replaced. */
  account?: string;
  /** Tries the key; rejects with a `Problem`. */
  onTry: (host: string, source: KeySource) => Promise<void>;
  onCancel?: () => void;
  autoFocus?: boolean;
}

/** Where a key comes from, and whether the shell is still waiting for the user to enter it. */
type Step = "entering" | "testing" | "pasting";

/**
 * Has the shell ask for an API key, in a window of its own or from the clipboard, and tries it. The page never has the
 * key; one that could not be tried is kept by the shell for another attempt.
 */
export function KeyForm({
  host = usualHost,
  hostIsFixed,
  account,
  onTry,
  onCancel,
  autoFocus,
}: Props) {
  const [address, setAddress] = useState(host);
  const [otherAddress, setOtherAddress] = useState(host !== usualHost && !hostIsFixed);
  const [network, setNetwork] = useState(false);
  const [step, setStep] = useState<Step>("testing");
  const trying = useAction(tryFrom);
  useTouched(address !== host || trying.isPending);
  const kept = useAppState()?.untriedKey ?? null;
  const isEntering = trying.isPending && step === "entering";

  // The other window closes with this form.
  useEffect(() => {
    if (!isEntering) return;
    return () => void commands.closeKeyWindow();
  }, [isEntering]);

  async function tryFrom(from: "window" | KeySource) {
    const to = address.trim() || usualHost;
    if (from === "window") {
      setStep("entering");
      try {
        await commands.askForKey(to, account ?? null);
      } catch (error) {
        // The user closed the window.
        if (toProblem(error).code === "declined") return;
        throw error;
      }
    }
    setStep(from === "clipboard" ? "pasting" : "testing");
    await onTry(to, from === "window" ? "untried" : from);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void trying.run(kept ? "untried" : "window");
  }

  function forget() {
    trying.clear();
    void commands.dropUntriedKey();
  }

  const enter = account ? texts.enterNewKey : texts.enterKey;
  return (
    <>
      <form onSubmit={submit} className="flex flex-col gap-4" autoComplete="off">
        <p className="text-sm text-mut">{texts.aboutEntering}</p>

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

        {trying.problem && <Refusal problem={trying.problem} onNetwork={() => setNetwork(true)} />}
        {isEntering && (
          <p role="status" className="text-sm text-mut">
            {texts.enterInWindow}
          </p>
        )}
        {kept && !trying.isPending && (
          <p role="status" className="flex flex-wrap items-baseline gap-x-2 text-sm text-mut">
            <span>{texts.keptUntil(time(kept.until))}</span>
            <Button tone="link" onPress={forget}>
              {texts.forgetKey}
            </Button>
          </p>
        )}

        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            tone="primary"
            icon="key"
            autoFocus={autoFocus}
            isPending={trying.isPending && step !== "pasting"}
          >
            {isEntering
              ? texts.waitingForKey
              : trying.isPending
                ? texts.testingKey
                : kept
                  ? texts.tryAgain
                  : enter}
          </Button>
          {kept && !trying.isPending && (
            <Button onPress={() => void trying.run("window")}>{texts.enterAnotherKey}</Button>
          )}
          {/* The window for the key is open, and this can't be used. */}
          {!isEntering && (
            <Button
              icon="copy"
              isPending={trying.isPending && step === "pasting"}
              disabledReason={trying.isPending ? texts.keyIsPending : null}
              onPress={() => void trying.run("clipboard")}
            >
              {texts.pasteFromClipboard}
            </Button>
          )}
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
        <Button
          tone="link"
          icon="external"
          className="self-start"
          onPress={() => attempt(texts.openKeyDocs, commands.openLink({ kind: "key-docs" }))}
        >
          {texts.howToCreateKey}
        </Button>
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
      footnote={<RequestLine problem={problem} />}
    >
      {problem.hint}
    </Notice>
  );
}
