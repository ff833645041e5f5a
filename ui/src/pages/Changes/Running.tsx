import { useState } from "react";
import { Button, cx, Dot, Icon } from "../../kit";
import { useAge } from "../../parts";
import { BatchHead } from "./BatchHead";
import { BatchSteps } from "./BatchSteps";
import { type Batch, batchName, summary } from "./batches";
import { texts } from "./texts";
import { useBatches } from "./useBatches";

/** Batches that are running, need the user or have just ended, until they are dismissed. */
export function Running() {
  const batches = useBatches();
  if (!batches || batches.length === 0) return null;
  return (
    <section
      aria-label={texts.current}
      className="flex max-h-[68%] shrink-0 flex-col gap-3 overflow-y-auto px-[18px] pt-1 pb-4"
    >
      {batches.map((batch) => (
        <Card key={batch.id} batch={batch} isFirstOpen={batches.length === 1 && !batch.finished} />
      ))}
    </section>
  );
}

function Card({ batch, isFirstOpen }: { batch: Batch; isFirstOpen: boolean }) {
  const [isOpen, setOpen] = useState(isFirstOpen);
  const when = useAge(batch.ended ?? batch.started);
  const name = batchName(batch);
  return (
    <article
      aria-label={name}
      className="shrink-0 overflow-hidden rounded-lg border border-line bg-panel"
    >
      <header className="flex items-center gap-2.5 pr-3 pl-5 pt-3 pb-2">
        <Dot tone={summary(batch).tone} />
        <h3 className="min-w-0 truncate font-medium">{name}</h3>
        <span className="shrink-0 text-sm text-dim">
          {batch.ended ? texts.ended(when) : texts.started(when)}
        </span>
        <Button
          tone="quiet"
          size="s"
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
          className="ml-auto"
        >
          {texts.steps}
          <Icon
            name="right"
            size={10}
            className={cx("transition-transform", isOpen && "rotate-90")}
          />
        </Button>
      </header>
      <div className="px-5 pb-3">
        <BatchHead batch={batch} />
      </div>
      {isOpen && (
        <div className="flex max-h-[max(16rem,38vh)] flex-col border-t border-line-soft pt-3">
          <BatchSteps batch={batch} className="min-h-0 flex-1" />
        </div>
      )}
    </article>
  );
}
