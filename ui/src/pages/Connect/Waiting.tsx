import type { Region } from "../../ipc";
import { Dot } from "../../kit";
import { texts } from "./texts";
import type { Connected } from "./useConnected";

/** Whether something is connected to the endpoint, as the endpoint itself reports it, and what is new. */
export function Waiting({
  region,
  connected,
  hasList = true,
}: {
  region: Region;
  connected: Connected;
  /** Whether the connections are listed; not where they are beside it anyway. */
  hasList?: boolean;
}) {
  const { endpoint } = region;
  if (endpoint.kind !== "present" || endpoint.status !== "ready") return null;
  const { before, arrived } = connected;
  return (
    <div role="status" className="min-w-0 text-sm">
      <p className="flex gap-[7px]">
        <span className="flex h-[1lh] items-center">
          <Dot tone={arrived.length + before.length > 0 ? "ok" : "busy"} />
        </span>
        <span className="min-w-0 break-words">
          {arrived.length > 0
            ? texts.connected(arrived.length, before.length)
            : before.length > 0
              ? texts.watching(before.length)
              : texts.waiting}
        </span>
      </p>
      {hasList && arrived.length + before.length > 0 && (
        <ul className="mt-1 text-mut select-text">
          {arrived.map((id) => (
            <li key={id} className="break-all text-tx">
              <span className="mono">{id}</span>
              {before.length > 0 && <span className="text-ok">{texts.isNew}</span>}
            </li>
          ))}
          {before.map((id) => (
            <li key={id} className="mono break-all">
              {id}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
