import { type FormEvent, useState } from "react";
import { commands } from "../../ipc";
import { announce, Button, Dialog } from "../../kit";
import { ComboField } from "../../kit/ComboField";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { type Owner, titleOf } from "./owners";
import { texts } from "./texts";

interface Props {
  owner: Owner;
  /** The account number or subscription ID. */
  id: string;
  groups: readonly string[];
  onClose: () => void;
}

/** Puts an account or subscription into a group; an empty one takes it out. */
export function SetGroup({ owner, id, groups, onClose }: Props) {
  const now = owner.group ?? "";
  const [group, setGroup] = useState(now);
  const saving = useAction(commands.setOwnerGroup);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const text = group.trim();
    if (!(await saving.run(id, text === "" ? null : text))) return;
    announce(texts.group.put(titleOf(owner), text));
    onClose();
  }

  return (
    <Dialog
      title={texts.group.title(titleOf(owner))}
      isOpen
      onClose={onClose}
      isTouched={group !== now}
      width="s"
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p className="text-mut">{texts.group.about}</p>
        <ComboField
          label={texts.group.field}
          value={group}
          suggestions={groups}
          onChange={setGroup}
          placeholder={texts.group.example}
        />
        {saving.problem && <ProblemNotice problem={saving.problem} />}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onPress={onClose}>
            {texts.names.cancel}
          </Button>
          <Button type="submit" tone="primary" isPending={saving.isPending}>
            {texts.group.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
