import type { Region } from "../../ipc";
import { StateWord } from "../../kit";
import { count } from "../../parts";
import type { Connected } from "./useConnected";

/** Whether something on the cloud's side is connected, as the endpoint itself says, and what is new. */
export function Waiting({ region, connected }: { region: Region; connected: Connected }) {
  const { endpoint } = region;
  if (endpoint.kind !== "present" || endpoint.status !== "ready") return null;
  const { before, arrived } = connected;
  return (
    <div role="status" className="min-w-0 text-sm">
      {arrived.length > 0 ? (
        <StateWord tone="ok">
          {before.length === 0
            ? `Connected: ${count(arrived.length, "endpoint")}`
            : `Connected: ${count(arrived.length, "new endpoint")}, ${before.length} before`}
        </StateWord>
      ) : before.length > 0 ? (
        <StateWord tone="busy">
          {`Connected already: ${count(before.length, "endpoint")}. Waiting for a new one…`}
        </StateWord>
      ) : (
        <StateWord tone="busy">Waiting for your cloud’s endpoint…</StateWord>
      )}
      {arrived.length + before.length > 0 && (
        <ul className="mt-1 text-mut select-text">
          {arrived.map((id) => (
            <li key={id} className="break-all text-tx">
              <span className="mono">{id}</span>
              {before.length > 0 && <span className="text-ok"> · new</span>}
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
