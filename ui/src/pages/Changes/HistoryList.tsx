import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type HistoryQuery, historyQuery, toProblem, useMay, useSnapshot } from "../../ipc";
import { Spinner, VirtualList } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useReview } from "../Review/review";
import { HistoryEntryLine } from "./HistoryLine";
import { linesByDay } from "./historyLines";
import { texts } from "./texts";
import { useBatches } from "./useBatches";

interface Props {
  query: Omit<HistoryQuery, "before">;
  /** Shown when there are no entries. */
  empty: ReactNode;
  isNarrow?: boolean;
}

/** Past changes by day, newest first. Older pages are read when the end of the list comes into view. */
export function HistoryList({ query, empty, isNarrow }: Props) {
  const found = useInfiniteQuery(historyQuery(query));
  const review = useReview();
  const mayNot = useMay().editEndpoints;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(() => {
    const all = linesByDay(found.data?.pages.flatMap((p) => p.entries) ?? []);
    return isNarrow ? all.filter((line) => line.kind === "entry") : all;
  }, [found.data, isNarrow]);
  useNews();
  if (found.error) {
    return (
      <ProblemNotice
        className="m-[18px]"
        problem={toProblem(found.error)}
        onRetry={() => void found.refetch()}
      />
    );
  }
  if (found.isPending) {
    return (
      <p role="status" className="flex items-center gap-2 px-[18px] py-6 text-sm text-mut">
        <Spinner /> {texts.loadingHistory}
      </p>
    );
  }
  if (lines.length === 0) return empty;
  const fold = (key: string) =>
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <VirtualList
      label={texts.history}
      items={lines}
      estimate={(line) => (line.kind === "day" ? 32 : 40)}
      onEnd={() => {
        if (found.hasNextPage && !found.isFetching) void found.fetchNextPage();
      }}
      className="@container min-h-0 flex-1"
    >
      {(line) =>
        line.kind === "day" ? (
          <h3 className="flex h-8 items-center border-b border-line-soft bg-group px-[18px] text-sm font-medium text-mut">
            {line.title}
          </h3>
        ) : (
          <HistoryEntryLine
            entry={line.entry}
            isOpen={open.has(line.key)}
            onFold={() => fold(line.key)}
            mayNot={mayNot}
            onRevert={() =>
              review.open({ revert: line.entry.batch, regionId: query.regionId ?? null })
            }
            isOfOne={query.regionId != null}
            isNarrow={isNarrow}
          />
        )
      }
    </VirtualList>
  );
}

/** Reads the history again when a batch starts or ends, and after the lists were read again. */
function useNews() {
  const client = useQueryClient();
  const batches = useBatches();
  const { snapshot } = useSnapshot();
  const isKnown = batches !== undefined && snapshot !== null;
  const news = `${batches?.map((b) => `${b.id} ${b.finished}`).join()} ${snapshot?.readAt}`;
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (!isKnown) return;
    const isNews = last.current !== null && last.current !== news;
    last.current = news;
    if (isNews) void client.invalidateQueries({ queryKey: ["history"] });
  }, [isKnown, news, client]);
}
