import { useState } from "react";
import type { Region } from "../../ipc";

/** What is connected to an endpoint: since before somebody began to wait, and since then. */
export interface Connected {
  before: readonly string[];
  arrived: readonly string[];
}

/** Tells connections that come while this is on the screen from those that were there before. */
export function useConnected({ endpoint }: Region): Connected {
  const now =
    endpoint.kind === "present" && endpoint.details.kind === "known"
      ? endpoint.details.connections
      : null;
  // What was there when they were first known.
  const [first, setFirst] = useState(now);
  if (first === null && now !== null) setFirst(now);
  const known = new Set(first ?? now ?? []);
  return {
    before: (now ?? []).filter((id) => known.has(id)),
    arrived: (now ?? []).filter((id) => !known.has(id)),
  };
}
