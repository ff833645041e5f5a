import { useState } from "react";
import { commands, openAccount, toProblem, useAppState } from "../../ipc";
import { Button, Dialog, Notice, Select } from "../../kit";
import { ProblemNotice } from "../../parts";
import { everything, exportHistory } from "../Changes/exportHistory";
import { texts } from "./texts";

interface Props {
  /** Null: forever. */
  days: number | null;
  onChange: (days: number | null) => Promise<boolean>;
}

/** A shorter time that was chosen, and how many changes would be deleted with it. */
interface Shorter {
  days: number;
  changes: number;
}

/** How long the history is kept. A shorter time that would delete something is confirmed first. */
export function HistoryRetention({ days, onChange }: Props) {
  const raisedFrom = useAppState()?.historyRaisedFrom ?? null;
  const [shorter, setShorter] = useState<Shorter | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  async function choose(chosen: number | null) {
    setProblem(null);
    if (chosen === null || (days !== null && chosen >= days)) return void onChange(chosen);
    try {
      const changes = await commands.historyBeyond(chosen);
      if (changes > 0) setShorter({ days: chosen, changes });
      else await onChange(chosen);
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <>
      <Select
        label={texts.keepHistory}
        className="max-w-60"
        value={days === null ? "ever" : String(days)}
        options={[
          ...periods(days).map((n) => ({ id: String(n), label: texts.period(n) })),
          { id: "ever", label: texts.forever },
        ]}
        onChange={(chosen) => void choose(chosen === "ever" ? null : Number(chosen))}
      />
      {raisedFrom !== null && (
        <Notice tone="warn" className="mt-3" title={texts.keptLonger}>
          {texts.aboutKeptLonger(raisedFrom)}
        </Notice>
      )}
      {problem !== null && <ProblemNotice problem={toProblem(problem)} className="mt-3" />}
      {shorter && (
        <ConfirmDeletion
          {...shorter}
          onClose={() => setShorter(null)}
          onConfirm={async () => {
            setShorter(null);
            await onChange(shorter.days);
          }}
        />
      )}
    </>
  );
}

function ConfirmDeletion({
  days,
  changes,
  onClose,
  onConfirm,
}: Shorter & { onClose: () => void; onConfirm: () => void }) {
  const account = openAccount(useAppState());
  return (
    <Dialog
      title={texts.deleteQuestion(changes)}
      role="alertdialog"
      isOpen
      onClose={onClose}
      width="s"
    >
      <div className="flex flex-col gap-4">
        <p className="text-mut">{texts.aboutDeleting(changes, days)}</p>
        <div className="flex flex-wrap justify-end gap-2">
          {account !== null && (
            <Button
              tone="quiet"
              icon="save"
              className="mr-auto"
              onPress={() => exportHistory(everything, "csv")}
            >
              {texts.exportFirst}
            </Button>
          )}
          <Button tone="quiet" onPress={onClose}>
            {texts.cancel}
          </Button>
          <Button tone="danger" onPress={onConfirm}>
            {texts.deleteChanges(changes)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The times to choose from, including the current one. */
function periods(current: number | null): number[] {
  return [...new Set([30, 90, 365, 730, 1825, ...(current === null ? [] : [current])])].sort(
    (a, b) => a - b,
  );
}
