import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { commands, diagnosticsQuery, type ProxySetting } from "../../ipc";
import { Button, Dialog, TextField, toast, useTouched } from "../../kit";
import { RadioCards } from "../../kit/RadioCards";
import { ProblemNotice } from "../../parts";
import { Certificates } from "./Certificates";
import { texts } from "./texts";
import { useSettings } from "./useSettings";

/** What stands between this machine and the service: the proxy and the extra certificates. */
export function NetworkForm({ onSaved }: { onSaved?: () => void }) {
  return (
    <div className="flex flex-col gap-6">
      <ProxyForm onSaved={onSaved} />
      <Certificates />
    </div>
  );
}

function ProxyForm({ onSaved }: { onSaved?: () => void }) {
  const { settings, run, isPending, problem } = useSettings();
  const { data: diagnostics } = useQuery(diagnosticsQuery);
  const saved = settings.proxy;
  const [kind, setKind] = useState<ProxySetting["kind"]>(saved.kind);
  const [url, setUrl] = useState(saved.kind === "url" ? saved.url : "");

  const proxy: ProxySetting = kind === "url" ? { kind, url: url.trim() } : { kind };
  const isChanged = kind !== saved.kind || (saved.kind === "url" && saved.url !== url.trim());
  useTouched(isChanged);
  const why = !isChanged
    ? texts.proxyUnchanged
    : kind === "url" && url.trim() === ""
      ? texts.proxyMissing
      : null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (why !== null) return;
    if (await run(() => commands.setProxy(proxy))) {
      toast({ tone: "ok", title: texts.proxySaved });
      onSaved?.();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <RadioCards
        label={texts.proxy}
        inRow
        value={kind}
        onChange={setKind}
        choices={[
          { id: "system", title: texts.proxies.system },
          { id: "none", title: texts.proxies.none },
          { id: "url", title: texts.proxies.custom },
        ]}
      />
      {kind === "system" && diagnostics && (
        <p className="text-xs text-dim">
          {texts.systemProxy} {diagnostics.systemReads}
        </p>
      )}
      {diagnostics?.route && (
        <p className="text-sm">
          {texts.proxyInUse} <span className="select-text">{diagnostics.route}</span>
        </p>
      )}
      {kind === "url" && (
        <TextField
          label={texts.proxyAddress}
          mono
          value={url}
          onChange={setUrl}
          placeholder={texts.proxyExample}
          description={texts.aboutProxyAddress}
        />
      )}
      {problem && <ProblemNotice problem={problem} />}
      <div>
        <Button type="submit" isPending={isPending} disabledReason={why}>
          {texts.saveProxy}
        </Button>
      </div>
    </form>
  );
}

/** The network settings in a dialog. */
export function NetworkSettings({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title={texts.networkDialog} isOpen={isOpen} onClose={onClose}>
      <NetworkForm onSaved={onClose} />
    </Dialog>
  );
}
