import { useQuery } from "@tanstack/react-query";
import {
  type Change,
  type ChangeId,
  changesQuery,
  commands,
  type RunningStep,
  toProblem,
} from "../../ipc";
import { Button, Dialog, Dot, Spinner, toast } from "../../kit";
import { Conflicts } from "./Conflicts";
import { actionWord, stepWords, summary } from "./progress";
import { StepDiff } from "./StepDiff";

/** How a change goes on. Closing it stops nothing. */
export function ProgressDialog({ id, onClose }: { id: ChangeId; onClose: () => void }) {
  const { data: changes } = useQuery(changesQuery);
  const change = changes?.find((c) => c.id === id);
  return (
    <Dialog
      title={change ? `Changes to ${change.clusterName}` : "Changes"}
      isOpen
      onClose={onClose}
      footer={
        <>
          <span className="mr-auto text-sm text-dim">
            {change && !change.finished && "It goes on when you close this."}
          </span>
          {change?.finished && (
            <Button
              tone="quiet"
              onPress={() => {
                onClose();
                void commands.dismissChange(id).catch(() => {});
              }}
            >
              Take off the list
            </Button>
          )}
          <Button tone={change?.finished ? "primary" : "default"} onPress={onClose}>
            {change?.finished ? "Done" : "Hide"}
          </Button>
        </>
      }
    >
      {change ? (
        <Steps change={change} />
      ) : (
        <p className="flex items-center gap-2 py-4 text-sm text-mut">
          {changes ? "This change is no longer on the list." : <Spinner />}
        </p>
      )}
    </Dialog>
  );
}

function Steps({ change }: { change: Change }) {
  const { text } = summary(change);
  return (
    <>
      <p role="status" className="sr-only">
        {change.clusterName}: {text}
      </p>
      <ol className="flex flex-col gap-5">
        {change.steps.map((running) => (
          <Row key={running.step.regionId} change={change.id} running={running} />
        ))}
      </ol>
    </>
  );
}

function Row({ change, running }: { change: ChangeId; running: RunningStep }) {
  const { step, state } = running;
  const words = stepWords(state);
  return (
    <li className="flex flex-col gap-2">
      <div className="flex items-baseline gap-2">
        <h3 className="font-medium">
          {actionWord(step.action)}{" "}
          <span className="mono text-base font-semibold">{step.region}</span>
        </h3>
        <span className="ml-auto flex items-center gap-2 text-sm whitespace-nowrap">
          <Dot tone={words.tone} />
          {words.text}
        </span>
      </div>
      {words.detail && (
        <p className={state.kind === "failed" ? "text-sm text-bad" : "text-sm text-mut"}>
          {words.detail}
        </p>
      )}
      {state.kind === "conflict" && (
        <Conflicts
          conflicts={state.conflicts}
          region={step.region}
          onDecide={(decision) => ask("decide", commands.decide(change, step.regionId, decision))}
        />
      )}
      {state.kind === "superseded" && (
        <ul
          aria-label="The list now"
          className="mono rounded-md border border-line-soft px-2.5 py-1.5"
        >
          {state.now.map((p) => (
            <li key={p.text} className="break-all">
              {p.text}
            </li>
          ))}
          {state.now.length === 0 && <li className="font-sans text-dim">Nobody may connect.</li>}
        </ul>
      )}
      {(state.kind === "failed" ||
        state.kind === "not-confirmed" ||
        state.kind === "superseded") && (
        <div>
          <Button
            size="s"
            icon="refresh"
            onPress={() => ask("try it again", commands.retryStep(change, step.regionId))}
          >
            Try again
          </Button>
        </div>
      )}
      <StepDiff step={step} />
    </li>
  );
}

function ask(what: string, sent: Promise<unknown>) {
  sent.catch((error) => {
    const problem = toProblem(error);
    toast({
      tone: "bad",
      title: `Could not ${what}`,
      detail: `${problem.message} ${problem.hint}`,
    });
  });
}
