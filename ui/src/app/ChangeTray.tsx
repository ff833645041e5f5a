import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { commands } from "../ipc";
import { Dot, IconButton } from "../kit";
import { type Batch, summary } from "../pages/Changes/batches";
import { useBatches } from "../pages/Changes/useBatches";
import { useReview } from "../pages/Review/review";
import { attempt } from "../parts/save";
import { texts } from "./texts";
import { useBatchNews } from "./useBatchNews";

/** How many batches the sidebar shows at most; the Changes page shows them all. */
const most = 4;

/** Changes in progress in the sidebar; each opens its progress. */
export const ChangeTray = memo(function ChangeTray() {
  const batches = useBatches();
  const review = useReview();
  useBatchNews(batches);
  if (!batches || batches.length === 0) return null;
  const more = batches.length - most;
  return (
    <section
      aria-label={texts.changesInProgress}
      className="flex min-h-0 flex-col gap-0.5 pl-[9px]"
    >
      <ul className="flex min-h-0 flex-col gap-0.5 overflow-y-auto border-l border-line pl-1.5">
        {batches.slice(0, most).map((batch) => (
          <Row key={batch.id} batch={batch} onOpen={() => review.openBatch(batch.id)} />
        ))}
      </ul>
      {more > 0 && (
        <Link to="/changes" className="ring-in rounded-md px-2 text-xs text-dim hover:text-tx">
          {texts.moreChanges(more)}
        </Link>
      )}
    </section>
  );
});

function Row({ batch, onOpen }: { batch: Batch; onOpen: () => void }) {
  const { tone, text } = summary(batch);
  const [first, ...others] = batch.changes;
  const name = first && others.length === 0 ? first.clusterName : batch.title;
  return (
    <li className="group flex items-center rounded-md hover:bg-hov">
      <button
        type="button"
        onClick={onOpen}
        title={batch.title}
        className="ring-in flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1 text-left"
      >
        <Dot tone={tone} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm text-tx">{name}</span>
          <span className="block truncate text-xs text-dim">{text}</span>
        </span>
      </button>
      {batch.finished && (
        <IconButton
          label={texts.dismiss(name)}
          tooltip={false}
          icon="close"
          size={11}
          onPress={() => attempt(texts.failures.dismiss, commands.dismissBatch(batch.id))}
        />
      )}
    </li>
  );
}
