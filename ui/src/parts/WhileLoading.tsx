import { Skeleton } from "../kit";

/** Placeholder rows while a list loads. */
export function WhileLoading({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading…" className="border-t border-line">
      {Array.from({ length: rows }, (_, i) => `${i}`).map((row) => (
        <div
          key={row}
          className="flex h-[50px] items-center gap-8 border-b border-line-soft px-[18px]"
        >
          <Skeleton className="w-40" />
          <Skeleton className="w-12" />
          <Skeleton className="w-24" />
          <Skeleton className="w-28" />
          <Skeleton className="w-20" />
        </div>
      ))}
    </div>
  );
}
