import { useEffect, useRef, useState } from "react";
import { commands } from "../../ipc";
import { Button, Notice, ProgressParts } from "../../kit";
import { attempt } from "../../parts/save";
import { type Batch, extent, restOf, summary } from "./batches";
import { texts } from "./texts";

/** The progress of a batch as a whole, and what can be done with it. */
export function BatchHead({ batch, onDismissed }: { batch: Batch; onDismissed?: () => void }) {
  const { tally, id } = batch;
  const rest = restOf(batch);
  const canCancel =
    !batch.finished && !batch.cancelled && rest === 0 && tally.planned + tally.waiting > 0;
  const again = rest === 0 ? tally.again : 0;
  return (
    <div className="flex flex-col gap-2.5">
      <ProgressParts
        label={texts.progress}
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
          <Announced batch={batch} />
          {tally.all > 1 && <span className="text-dim"> · {extent(batch)}</span>}
        </p>
        {canCancel && (
          <Button size="s" onPress={() => attempt(texts.failures.cancel, commands.cancelBatch(id))}>
            {texts.cancel}
          </Button>
        )}
        {again > 0 && (
          <Button
            size="s"
            icon="refresh"
            onPress={() => attempt(texts.failures.retry, commands.retryFailed(id))}
          >
            {texts.retry(again)}
          </Button>
        )}
        {batch.finished && (
          <Button
            size="s"
            tone="quiet"
            onPress={() => {
              onDismissed?.();
              attempt(texts.failures.dismiss, commands.dismissBatch(id));
            }}
          >
            {texts.dismiss}
          </Button>
        )}
      </div>
      {batch.cancelled && !batch.finished && (
        <Notice tone="info" plain>
          {texts.canceled}
        </Notice>
      )}
      {rest > 0 && (
        <Notice
          tone="warn"
          title={texts.interrupted}
          action={
            <>
              <Button
                size="s"
                tone="primary"
                onPress={() => attempt(texts.failures.continue, commands.resumeBatch(id))}
              >
                {texts.continue}
              </Button>
              <Button
                size="s"
                onPress={() => attempt(texts.failures.discard, commands.discardBatch(id))}
              >
                {texts.discardRest}
              </Button>
            </>
          }
        >
          {texts.aboutInterrupted(tally.settled, tally.settling, rest)}
        </Notice>
      )}
    </div>
  );
}

/** The counts in words. A screen reader hears them at every tenth of the steps and at the end, not at each step. */
function Announced({ batch }: { batch: Batch }) {
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
  const parts: [number, (n: number) => string][] = [
    [tally.failed, texts.tally.failed],
    [tally.attention, texts.tally.attention],
    [tally.done, texts.tally.confirmed],
    [tally.sent, texts.tally.sent],
    [tally.waiting, texts.tally.waiting],
    [tally.planned, texts.tally.queued],
    [tally.notSent, texts.tally.notSent],
  ];
  return parts
    .filter(([n]) => n > 0)
    .map(([n, say]) => say(n))
    .join(", ");
}
