import { Skeleton } from "../../kit";
import { texts } from "./texts";

/** Stands in for the table while the first lists load. */
export function LoadingRows() {
  return (
    <div role="status" aria-label={texts.loading}>
      {[3, 2, 2, 1, 4].map((rows, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change
        <div key={group}>
          <div className="flex h-[34px] items-center gap-3 border-b border-line-soft bg-group pl-[54px]">
            <Skeleton className="w-24" />
            <Skeleton className="w-36" />
          </div>
          {Array.from({ length: rows }, (_, row) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: they never change
              key={row}
              className="flex h-9 items-center gap-10 border-b border-line-soft pl-[54px]"
            >
              <Skeleton className="w-20" />
              <Skeleton className="w-16" />
              <Skeleton className="w-56" />
              <Skeleton className="w-40" />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
