import { type FormEvent, useState } from "react";
import { commands, type Vpc } from "../../ipc";
import { Button, Dialog, TextField, toast } from "../../kit";
import { count, ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";

/** Deletes a VPC once its name was typed. */
export function DeleteVpc({ vpc, onClose }: { vpc: Vpc; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const deleting = useAction(() => commands.deleteVpc(vpc.id, typed));
  const isRight = typed === vpc.name;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isRight || !(await deleting.run())) return;
    toast({
      tone: "ok",
      title: `Deleting ${vpc.name}`,
      detail: "The list shows it until it is gone.",
    });
    onClose();
  }

  return (
    <Dialog
      title={`Delete ${vpc.name}?`}
      role="alertdialog"
      isOpen
      onClose={onClose}
      isTouched={typed !== ""}
      width="s"
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p className="text-mut">
          The VPC and its ranges are given back. This can't be undone
          {vpc.peerings > 0 && `, and its ${count(vpc.peerings, "peering")} stop working`}.
        </p>
        <TextField
          label={`Type ${vpc.name} to confirm`}
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
            disabledReason={isRight ? null : "Type the VPC's name first."}
          >
            Delete VPC
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
