import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { commands, type VpcCheck } from "../../ipc";
import { Button, Dialog, Notice, Segments, TextField, toast, useTouched } from "../../kit";
import { RadioCards } from "../../kit/RadioCards";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { RegionLines } from "./RegionLines";
import { texts } from "./texts";
import { isFine, useVpcCheck } from "./useVpcCheck";
import { clouds, draftOf, emptyForm, linesOf, type VpcForm } from "./vpcForm";

/** Creates a VPC. Each field shows its error while the user types. */
export function CreateVpc({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title={texts.create.title} isOpen={isOpen} onClose={onClose}>
      <Form onClose={onClose} />
    </Dialog>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState<VpcForm>(emptyForm);
  useTouched(form !== emptyForm);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [submitted, setSubmitted] = useState(false);
  const [atSubmit, setAtSubmit] = useState<VpcCheck | null>(null);
  const fields = useRef<HTMLFormElement>(null);
  const live = useVpcCheck(draftOf(form));
  const check = atSubmit ?? live;
  const regions = useQuery({
    queryKey: ["vpc-regions", form.cloud],
    queryFn: () => commands.vpcRegions(form.cloud),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  }).data;

  // A rejected form moves the focus to the first wrong field.
  useEffect(() => {
    if (atSubmit) fields.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [atSubmit]);

  const creating = useAction(async () => {
    const draft = draftOf(form);
    const answer = await commands.checkVpc(draft);
    if (!isFine(answer)) {
      setAtSubmit(answer);
      return;
    }
    await commands.createVpc(draft);
    toast({
      tone: "ok",
      title: texts.create.begun(draft.name),
      detail: texts.create.wait,
    });
    onClose();
  });

  function change(some: Partial<VpcForm>) {
    setAtSubmit(null);
    setForm((known) => ({ ...known, ...some }));
  }
  function touch(field: string) {
    setTouched((known) => new Set(known).add(field));
  }
  /** A field's error, once the user has left the field. */
  function errorOf(field: string, error: string | null | undefined): string | null {
    return submitted || touched.has(field) ? (error ?? null) : null;
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setSubmitted(true);
    void creating.run();
  }

  const isParent = form.cloud === "gcp" && form.gcp === "parent";
  return (
    <form ref={fields} onSubmit={submit} noValidate className="flex flex-col gap-5">
      <div className="flex items-end gap-3">
        <TextField
          label="Name"
          className="min-w-0 flex-1 self-start"
          value={form.name}
          onChange={(name) => change({ name })}
          onBlur={() => form.name !== "" && touch("name")}
          error={errorOf("name", check?.name)}
          autoFocus
        />
        <div className="flex flex-col gap-1.5 self-start">
          <span aria-hidden="true" className="text-xs font-medium text-mut">
            Cloud
          </span>
          <Segments
            label="Cloud"
            value={form.cloud}
            options={clouds}
            onChange={(cloud) => change({ cloud })}
          />
        </div>
      </div>

      {form.cloud === "gcp" && (
        <RadioCards
          label={texts.create.ranges}
          inRow
          value={form.gcp}
          onChange={(gcp) => change({ gcp })}
          choices={[
            { id: "regions", title: texts.create.perRegion },
            { id: "parent", ...texts.create.shared },
          ]}
        />
      )}
      {isParent ? (
        <TextField
          label="Range"
          mono
          placeholder="10.0.0.0/16"
          value={form.parentCidr}
          onChange={(parentCidr) => change({ parentCidr })}
          onBlur={() => form.parentCidr !== "" && touch("parent")}
          error={errorOf("parent", check?.parentCidr)}
        />
      ) : (
        <RegionLines
          lines={linesOf(form)}
          isSingle={form.cloud !== "gcp"}
          hasRange={form.cloud !== "azure"}
          suggestions={regions ?? []}
          errorOf={(i, part) => {
            const line = linesOf(form)[i];
            return line ? errorOf(`${part}-${line.key}`, check?.regions[i]?.[part]) : null;
          }}
          onTouch={touch}
          onChange={(lines) => change({ lines })}
        />
      )}
      {form.cloud !== "gcp" && <p className="text-sm text-dim">{texts.create[form.cloud]}</p>}

      {check?.warnings.map((warning) => (
        <Notice key={warning} tone="warn" live>
          {warning}
        </Notice>
      ))}
      {check?.form && (submitted || check.regions.length === 0) && (
        <Notice tone="bad" live title={check.form} />
      )}
      {creating.problem && <ProblemNotice problem={creating.problem} />}
      <div className="flex items-center justify-end gap-2">
        <span className="mr-auto text-sm text-dim">{texts.create.fixed}</span>
        <Button tone="quiet" onPress={onClose}>
          Cancel
        </Button>
        <Button type="submit" tone="primary" isPending={creating.isPending}>
          {texts.create.submit}
        </Button>
      </div>
    </form>
  );
}
