import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { findingPlacesQuery } from "../../ipc";
import type { FoundAt } from "./rows";

const none: FoundAt = new Map();

/** The findings of each region. Requested once the user filters by them or opens that filter (`look`). */
export function useFound(isFiltering: boolean): { found: FoundAt; look: () => void } {
  const [isLooking, setLooking] = useState(false);
  const { data } = useQuery({ ...findingPlacesQuery, enabled: isFiltering || isLooking });
  const found = useMemo(() => {
    if (!data) return none;
    const kinds = new Map<string, string[]>();
    for (const { kind, regions } of data) {
      for (const region of regions) {
        const known = kinds.get(region);
        if (known) known.push(kind);
        else kinds.set(region, [kind]);
      }
    }
    return kinds;
  }, [data]);
  return { found, look: useCallback(() => setLooking(true), []) };
}
