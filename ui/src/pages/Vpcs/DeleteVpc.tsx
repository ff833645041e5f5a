import { type FormEvent, useState } from "react";
import { commands, type Vpc } from "../../ipc";
import { Button, Dialog, TextField, toast } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { texts } from "./texts";

/** Deletes a VPC after the user typed its name. */
export function DeleteVpc({ vpc, onClose }: { vpc: Vpc; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const deleting = useAction(() => commands.deleteVpc(vpc.id, typed));
  const isRight = typed === vpc.name;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isRight || !(await deleting.run())) return;
    toast({
      tone: "ok",
      title: texts.delete.begun(vpc.name),
      detail: texts.delete.wait,
    });
    onClose();
  }

  return (
    <Dialog
      title={texts.delete.title(vpc.name)}
      role="alertdialog"
      isOpen
      onClose={onClose}
      isTouched={typed !== ""}
      width="s"
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p className="text-mut">{texts.delete.body(vpc.peerings)}</p>
        <TextField
          label={texts.delete.field(vpc.name)}
          value={typed}
          onChange={setTyped}
          autoFocus
        />
        {deleting.problem && <ProblemNotice problem={deleting.problem} />}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            tone="danger"
            icon="trash"
            isPending={deleting.isPending}
            disabledReason={isRight ? null : texts.delete.nameFirst}
          >
            {texts.delete.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
