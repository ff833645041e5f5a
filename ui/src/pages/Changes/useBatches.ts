import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { changesQuery } from "../../ipc";
import { type Batch, batchesOf } from "./batches";

/** The batches that have not been dismissed, newest first; undefined until they are known. */
export function useBatches(): Batch[] | undefined {
  const { data: changes } = useQuery(changesQuery);
  return useMemo(() => changes && batchesOf(changes), [changes]);
}
