import { useState } from "react";
import type { Region } from "../../ipc";

/** An endpoint's connections: those from before the user started to wait, and those since then. */
export interface Connected {
  before: readonly string[];
  arrived: readonly string[];
}

/** Tells new connections, made while this is shown, from earlier ones. */
export function useConnected({ endpoint }: Region): Connected {
  const now =
    endpoint.kind === "present" && endpoint.details.kind === "known"
      ? endpoint.details.connections
      : null;
  // The connections that were there when they were first read.
  const [first, setFirst] = useState(now);
  if (first === null && now !== null) setFirst(now);
  const known = new Set(first ?? now ?? []);
  return {
    before: (now ?? []).filter((id) => known.has(id)),
    arrived: (now ?? []).filter((id) => !known.has(id)),
  };
}
