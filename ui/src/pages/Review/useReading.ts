import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { commands, type Reading } from "../../ipc";

/** How often the shell is asked how far it is, in milliseconds. */
const every = 300;

/**
 * How far the reading for a review is, and a way to stop it; null: not known, or nothing is being read. It is
 * stopped when the review is left.
 */
export function useReading(
  name: string,
  /** The plan that is made again; undefined: there is none yet. */
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
  // One that has ended, or whose account is locked, needs no stopping.
  commands.stopReading(id).catch(() => {});
}
