import { type FormEvent, useState } from "react";
import { commands, type Environment, type Profile } from "../../ipc";
import { Button, Checkbox, Dialog, Select } from "../../kit";
import { ProblemNotice } from "../../parts";
import { environmentName, environmentOf } from "../../parts/environment";
import { useAction } from "../../parts/useAction";
import { texts } from "./texts";

const options = (["production", "staging", "other"] as const).map((id) => ({
  id,
  label: environmentName[id],
}));

/** Sets what an account is for, and whether it is read-only. */
export function EnvironmentDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const [environment, setEnvironment] = useState(environmentOf(profile));
  const [readOnly, setReadOnly] = useState(profile.readOnly ?? false);
  const marking = useAction((to: Environment, only: boolean) =>
    commands.markAccount(profile.id, to, only),
  );
  const isTouched =
    environment !== environmentOf(profile) || readOnly !== (profile.readOnly ?? false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isTouched || (await marking.run(environment, readOnly))) onClose();
  }

  return (
    <Dialog
      title={texts.environmentOf(profile.name)}
      isOpen
      onClose={onClose}
      isTouched={isTouched}
      width="s"
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <div className="flex flex-col gap-1.5">
          <Select
            label={texts.environment}
            value={environment}
            options={options}
            onChange={setEnvironment}
          />
          <p className="text-xs text-dim">{texts.aboutEnvironment}</p>
        </div>
        <div className="flex flex-col gap-1.5">
          <Checkbox isSelected={readOnly} onChange={setReadOnly}>
            {texts.readOnly}
          </Checkbox>
          <p className="text-xs text-dim">{texts.aboutReadOnly}</p>
        </div>
        {marking.problem && <ProblemNotice problem={marking.problem} />}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onPress={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" tone="primary" isPending={marking.isPending}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
