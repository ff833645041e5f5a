import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commands, diagnosticsQuery, type FactView, type ServiceView } from "../../ipc";
import { BreakableText, Button, Dialog, Notice, TextField, useTouched } from "../../kit";
import { copyMadeAloud, ProblemNotice } from "../../parts";
import { moment } from "../../parts/age";
import { attempt } from "../../parts/save";
import { useAction } from "../../parts/useAction";
import { texts } from "./texts";

/** What was learned of the services, and a report to copy. */
export function Diagnostics() {
  const { data } = useQuery(diagnosticsQuery);
  if (!data) return null;
  return (
    <div className="flex flex-col gap-5">
      {data.services.length === 0 && <p className="text-dim">{texts.noServices}</p>}
      {data.services.map((service) => (
        <Service key={service.host} service={service} />
      ))}
      <div className="flex flex-col gap-1">
        <div className="flex flex-wrap gap-2">
          <Button
            icon="copy"
            onPress={() => void copyMadeAloud({ kind: "diagnostics" }, texts.diagnosticsCopied)}
          >
            {texts.copyDiagnostics}
          </Button>
          <Button onPress={() => attempt(texts.openTheLogFolder, commands.openLogFolder())}>
            {texts.openLogFolder}
          </Button>
        </div>
        <p className="text-xs text-dim">{texts.aboutReport}</p>
      </div>
    </div>
  );
}

function Service({ service }: { service: ServiceView }) {
  const [isEditing, setEditing] = useState(false);
  const forgetting = useAction(() => commands.forgetServiceForm(service.host));
  const isKnown = service.path !== null || service.field !== null;
  return (
    <section aria-label={service.host} className="flex flex-col gap-2">
      <h3 className="mono text-sm break-all select-text">{service.host}</h3>
      {service.isHopeless && (
        <Notice tone="warn" title={texts.noPath}>
          {texts.aboutNoPath(service.paths.length)}
        </Notice>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
        <Learned name={texts.path} fact={service.path} tried={texts.pathUnknown} />
        <Learned name={texts.field} fact={service.field} tried={texts.fieldUnknown} />
      </dl>
      {forgetting.problem && <ProblemNotice problem={forgetting.problem} />}
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => setEditing(true)}>{texts.setByHand}</Button>
        <Button
          tone="quiet"
          isPending={forgetting.isPending}
          disabledReason={isKnown || service.isHopeless ? null : texts.nothingToForget}
          onPress={() => void forgetting.run()}
        >
          {texts.forget}
        </Button>
      </div>
      {isEditing && <SetForm service={service} onClose={() => setEditing(false)} />}
    </section>
  );
}

function Learned({ name, fact, tried }: { name: string; fact: FactView | null; tried: string }) {
  return (
    <>
      <dt className="text-mut">{name}</dt>
      <dd className="min-w-0">
        {fact ? (
          <>
            <div className="mono wrap-anywhere select-text">
              <BreakableText text={fact.value} />
            </div>
            <div className="text-xs text-dim">{texts.learned[fact.how](moment(fact.at))}</div>
          </>
        ) : (
          <span className="text-dim">{tried}</span>
        )}
      </dd>
    </>
  );
}

function SetForm({ service, onClose }: { service: ServiceView; onClose: () => void }) {
  const before = {
    path: service.path?.value ?? service.paths[0] ?? "",
    field: service.field?.value ?? service.fields[0] ?? "",
  };
  const [path, setPath] = useState(before.path);
  const [field, setField] = useState(before.field);
  const saving = useAction(() => commands.setServiceForm(service.host, path, field));
  return (
    <Dialog title={texts.setByHandTitle} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          if (await saving.run()) onClose();
        }}
      >
        <Touched isTouched={path !== before.path || field !== before.field} />
        <p className="text-sm text-mut">{texts.aboutSetByHand}</p>
        <TextField
          label={texts.path}
          mono
          value={path}
          onChange={setPath}
          description={texts.aboutPath}
        />
        <TextField label={texts.field} mono value={field} onChange={setField} />
        {saving.problem && <ProblemNotice problem={saving.problem} />}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onPress={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" isPending={saving.isPending}>
            {texts.setByHandSave}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Inside the dialog, which asks before it closes if something was entered. */
function Touched({ isTouched }: { isTouched: boolean }) {
  useTouched(isTouched);
  return null;
}
