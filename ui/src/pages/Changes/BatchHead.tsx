import { useEffect, useRef, useState } from "react";
import { commands } from "../../ipc";
import { Button, Notice, ProgressParts } from "../../kit";
import { count } from "../../parts";
import { attempt } from "../../parts/save";
import { type Batch, extent, restOf, summary } from "./batches";

/** How far a batch is as a whole, and what can be done with it. */
export function BatchHead({ batch, onDismissed }: { batch: Batch; onDismissed?: () => void }) {
  const { tally, id } = batch;
  const rest = restOf(batch);
  const canCancel =
    !batch.finished && !batch.cancelled && rest === 0 && tally.planned + tally.waiting > 0;
  const again = rest === 0 ? tally.again : 0;
  return (
    <div className="flex flex-col gap-2.5">
      <ProgressParts
        label="Progress"
        text={summary(batch).text}
        all={tally.all}
        parts={[
          { tone: "ok", n: tally.done },
          { tone: "bad", n: tally.failed },
          { tone: "warn", n: tally.attention },
          { tone: "acc", n: tally.sent },
        ]}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="mr-auto text-sm text-mut">
          <Told batch={batch} />
          {tally.all > 1 && <span className="text-dim"> · {extent(batch)}</span>}
        </p>
        {canCancel && (
          <Button size="s" onPress={() => attempt("cancel", commands.cancelBatch(id))}>
            Cancel
          </Button>
        )}
        {again > 0 && (
          <Button
            size="s"
            icon="refresh"
            onPress={() => attempt("try again", commands.retryFailed(id))}
          >
            {again === 1 ? "Try again" : `Try ${again} again`}
          </Button>
        )}
        {batch.finished && (
          <Button
            size="s"
            tone="quiet"
            onPress={() => {
              onDismissed?.();
              attempt("take it off the list", commands.dismissBatch(id));
            }}
          >
            Take off the list
          </Button>
        )}
      </div>
      {batch.cancelled && !batch.finished && (
        <Notice tone="info" plain>
          What was sent is being finished. The rest is not sent.
        </Notice>
      )}
      {rest > 0 && (
        <Notice
          tone="warn"
          title="Postern ended or was locked while this was under way"
          action={
            <>
              <Button
                size="s"
                tone="primary"
                onPress={() => attempt("continue", commands.resumeBatch(id))}
              >
                Continue
              </Button>
              <Button size="s" onPress={() => attempt("give it up", commands.discardBatch(id))}>
                Give up
              </Button>
            </>
          }
        >
          {tally.settled > 0 &&
            `${count(tally.settled, "step was", "steps were")} settled by reading. `}
          {tally.settling > 0 &&
            `${count(tally.settling, "step is", "steps are")} being settled by reading. `}
          {count(rest, "step was", "steps were")} not sent. Nothing more is sent by itself.
        </Notice>
      )}
    </div>
  );
}

/** The counts in words. Said aloud at every tenth and at the end, not at every step. */
function Told({ batch }: { batch: Batch }) {
  const text = words(batch);
  const { key } = summary(batch);
  const { tally } = batch;
  const tenth = Math.floor((10 * (tally.done + tally.failed)) / Math.max(1, tally.all));
  const latest = useRef(text);
  latest.current = text;
  const [said, setSaid] = useState(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is read when one of these changes
  useEffect(() => setSaid(latest.current), [tenth, key]);
  return (
    <>
      <span aria-hidden="true" className="inline-block first-letter:uppercase">
        {text}
      </span>
      <span role="status" className="sr-only">
        {batch.title}: {said}
      </span>
    </>
  );
}

function words(batch: Batch): string {
  const { tally } = batch;
  const { key, text } = summary(batch);
  if (tally.all === 1 || key === "done") return text;
  const parts: [number, string][] = [
    [tally.failed, "failed"],
    [tally.attention, tally.decisions > 0 ? "to look at" : "not as expected"],
    [tally.done, "confirmed"],
    [tally.sent, "under way"],
    [tally.waiting, "waiting"],
    [tally.planned, "to come"],
    [tally.notSent, "not sent"],
  ];
  return parts
    .filter(([n]) => n > 0)
    .map(([n, what]) => `${n} ${what}`)
    .join(", ");
}
