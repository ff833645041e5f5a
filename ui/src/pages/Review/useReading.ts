import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { commands, type Reading } from "../../ipc";

/** How often the shell is asked for the progress, in milliseconds. */
const every = 300;

/**
 * The progress of reading the clusters for a review, and a way to stop it; null: not known, or nothing is being
 * read. Reading stops when the user leaves the review.
 */
export function useReading(
  name: string,
  /** The plan that is being made again; undefined: there is none yet. */
  before: string | undefined,
  isReading: boolean,
): { reading: Reading; stop: () => void } | null {
  const { data } = useQuery({
    queryKey: ["plan", name, "reading", before],
    queryFn: () => commands.reading(),
    enabled: isReading,
    refetchInterval: every,
    gcTime: 0,
    retry: false,
  });
  const reading = isReading ? (data ?? null) : null;
  const latest = useRef(reading);
  latest.current = reading;
  useEffect(
    () => () => {
      if (latest.current) stop(latest.current);
    },
    [],
  );
  return reading && { reading, stop: () => stop(reading) };
}

function stop({ id }: Reading) {
  // Reading has ended by itself, or its account is locked.
  commands.stopReading(id).catch(() => {});
}
