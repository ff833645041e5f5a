import { type Confirmations, commands, type Settings } from "../../ipc";
import { Notice, Select } from "../../kit";
import { texts } from "./texts";

interface Props {
  settings: Required<Settings>;
  run: (set: () => Promise<unknown>) => Promise<boolean>;
}

const levels: readonly Confirmations[] = ["always", "risky", "never"];
const numbers = [0, 1, 5, 10, 25, 50, 100];

/** What is confirmed in a window of its own. Confirming less is itself confirmed there. */
export function ConfirmationSettings({ settings, run }: Props) {
  const { confirmations, unconfirmedEndpoints: most } = settings;
  const offered = [...new Set([...numbers, most])].sort((a, b) => a - b);
  return (
    <div className="flex flex-col gap-4">
      <Select
        label={texts.confirm}
        className="max-w-[320px]"
        value={confirmations}
        options={levels.map((id) => ({ id, label: texts.confirmLevels[id] }))}
        onChange={(chosen) =>
          void run(() => commands.setConfirmations(chosen as Confirmations, most))
        }
      />
      {confirmations === "risky" && (
        <Select
          label={texts.unconfirmedEndpoints}
          className="max-w-[320px]"
          value={String(most)}
          options={offered.map((n) => ({ id: String(n), label: texts.endpointsAtMost(n) }))}
          onChange={(chosen) =>
            void run(() => commands.setConfirmations(confirmations, Number(chosen)))
          }
        />
      )}
      {confirmations === "never" && (
        <Notice tone="warn" title={texts.nothingConfirmed}>
          {texts.aboutNothingConfirmed}
        </Notice>
      )}
    </div>
  );
}
