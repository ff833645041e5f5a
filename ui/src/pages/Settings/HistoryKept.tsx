import { useState } from "react";
import { commands, openAccount, toProblem, useAppState } from "../../ipc";
import { Button, Dialog, Notice, Select } from "../../kit";
import { count, ProblemNotice } from "../../parts";
import { everything, exportHistory } from "../Changes/exportHistory";

interface Props {
  /** Null: for ever. */
  days: number | null;
  onChange: (days: number | null) => Promise<boolean>;
}

/** A shorter time that was chosen, and how many changes would go with it. */
interface Shorter {
  days: number;
  changes: number;
}

/** For how long the history is kept. What would be deleted at once is asked for first. */
export function HistoryKept({ days, onChange }: Props) {
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
        label="Keep history for"
        className="max-w-60"
        value={days === null ? "ever" : String(days)}
        options={[
          ...keepings(days).map((n) => ({ id: String(n), label: span(n) })),
          { id: "ever", label: "For ever" },
        ]}
        onChange={(chosen) => void choose(chosen === "ever" ? null : Number(chosen))}
      />
      {raisedFrom !== null && (
        <Notice tone="warn" className="mt-3" title="The history is kept for longer than was set">
          The settings file says {count(raisedFrom, "day")}. The minimum is 30 days, and that
          applies now.
        </Notice>
      )}
      {problem !== null && <ProblemNotice problem={toProblem(problem)} className="mt-3" />}
      {shorter && (
        <Forget
          {...shorter}
          onClose={() => setShorter(null)}
          onForget={async () => {
            setShorter(null);
            await onChange(shorter.days);
          }}
        />
      )}
    </>
  );
}

function Forget({
  days,
  changes,
  onClose,
  onForget,
}: Shorter & { onClose: () => void; onForget: () => void }) {
  const account = openAccount(useAppState());
  const one = changes === 1;
  return (
    <Dialog
      title={`Delete ${count(changes, "change")} from the history?`}
      role="alertdialog"
      isOpen
      onClose={onClose}
      width="s"
    >
      <div className="flex flex-col gap-4">
        <p className="text-mut">
          {one ? "It is" : "They are"} older than {span(days).toLowerCase()}, and{" "}
          {one ? "is" : "are"} deleted from this machine at once, of every account. This can't be
          undone. The history records that it was shortened.
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          {account !== null && (
            <Button
              tone="quiet"
              icon="save"
              className="mr-auto"
              onPress={() => exportHistory(everything, "csv")}
            >
              Export first…
            </Button>
          )}
          <Button tone="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button tone="danger" onPress={onForget}>
            Delete {count(changes, "change")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The times to choose from, with the one that is set. */
function keepings(set: number | null): number[] {
  return [...new Set([30, 90, 365, 730, 1825, ...(set === null ? [] : [set])])].sort(
    (a, b) => a - b,
  );
}

function span(days: number): string {
  if (days % 365 !== 0 || days === 0) return count(days, "day");
  return days === 365 ? "A year" : `${days / 365} years`;
}
