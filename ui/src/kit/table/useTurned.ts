import { useCallback, useState } from "react";

type Turned = ReadonlySet<string>;

// Open rows outlive the table, so that the user can look at another page and come back. Locking clears them.
const kept = new Map<string, Turned>();

const none: Turned = new Set();

export function foldAll(): void {
  kept.clear();
}

/** The rows that the user opened, or closed if they start open. */
export function useTurned(table: string, startsOpen: boolean) {
  const name = `${table} ${startsOpen}`;
  const [turned, setTurned] = useState<Turned>(() => kept.get(name) ?? none);
  const turn = useCallback(
    (key: string) =>
      setTurned((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        kept.set(name, after);
        return after;
      }),
    [name],
  );
  return { turned, turn };
}
