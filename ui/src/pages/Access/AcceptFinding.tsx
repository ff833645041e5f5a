import { type FormEvent, useState } from "react";
import { commands, type Finding } from "../../ipc";
import { Button, Dialog, TextField } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { texts } from "./texts";

/** Accepts a finding until a day, with a reason. */
export function AcceptFinding({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const accepting = useAction(commands.acceptFinding);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await accepting.run(finding.id, reason, until)) onClose();
  }

  return (
    <Dialog
      title={texts.findings.acceptTitle}
      isOpen
      onClose={onClose}
      isTouched={reason !== "" || until !== ""}
      width="s"
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p className="text-mut">
          <span className="font-medium text-tx">{finding.title}.</span> {texts.findings.aboutAccept}
        </p>
        <TextField
          label={texts.findings.reason}
          value={reason}
          onChange={setReason}
          maxLength={500}
          autoFocus
        />
        <TextField
          label={texts.findings.until}
          value={until}
          onChange={setUntil}
          maxLength={20}
          placeholder={texts.findings.dateForm}
        />
        {accepting.problem && <ProblemNotice problem={accepting.problem} />}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onPress={onClose}>
            {texts.names.cancel}
          </Button>
          <Button type="submit" tone="primary" isPending={accepting.isPending}>
            {texts.findings.acceptAction}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
