import { type FormEvent, useState } from "react";
import type { ProxySetting } from "../../ipc";
import { Button, Dialog, TextField, toast, useTouched } from "../../kit";
import { RadioCards } from "../../kit/RadioCards";
import { ProblemNotice } from "../../parts";
import { Certificates } from "./Certificates";
import { useSettings } from "./useSettings";

/** The proxy and the extra certificates: what stands between this machine and the service. */
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
  const known = settings.proxy;
  const [kind, setKind] = useState<ProxySetting["kind"]>(known.kind);
  const [url, setUrl] = useState(known.kind === "url" ? known.url : "");

  const proxy: ProxySetting = kind === "url" ? { kind, url: url.trim() } : { kind };
  const isChanged = kind !== known.kind || (known.kind === "url" && known.url !== url.trim());
  useTouched(isChanged);
  const why = !isChanged
    ? "Nothing has been changed."
    : kind === "url" && url.trim() === ""
      ? "Give the proxy's address."
      : null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (why !== null) return;
    if (await run({ proxy })) {
      toast({ tone: "ok", title: "Proxy settings saved" });
      onSaved?.();
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <RadioCards
        label="Proxy"
        inRow
        value={kind}
        onChange={setKind}
        choices={[
          { id: "system", title: "The system's" },
          { id: "none", title: "None" },
          { id: "url", title: "This one" },
        ]}
      />
      {kind === "url" && (
        <TextField
          label="Proxy address"
          mono
          value={url}
          onChange={setUrl}
          placeholder="http://proxy.example.com:3128"
          description="An HTTP proxy, with http:// or https:// and its port. SOCKS is not supported."
        />
      )}
      {problem && <ProblemNotice problem={problem} />}
      <div>
        <Button type="submit" isPending={isPending} disabledReason={why}>
          Save proxy settings
        </Button>
      </div>
    </form>
  );
}

/** The same in a dialog. */
export function NetworkSettings({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Proxy and certificates" isOpen={isOpen} onClose={onClose}>
      <NetworkForm onSaved={onClose} />
    </Dialog>
  );
}
