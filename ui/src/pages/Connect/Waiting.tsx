import type { Region } from "../../ipc";
import { StateWord } from "../../kit";
import { count } from "../../parts";

/** Whether something on the cloud's side is connected, as the endpoint itself says. */
export function Waiting({ region }: { region: Region }) {
  const { endpoint } = region;
  if (endpoint.kind !== "present" || endpoint.status !== "ready") return null;
  const { details } = endpoint;
  const connected = details.kind === "known" ? details.connections : [];
  return (
    <div role="status" className="min-w-0 text-sm">
      {connected.length > 0 ? (
        <StateWord tone="ok">Connected: {count(connected.length, "endpoint")}</StateWord>
      ) : (
        <StateWord tone="busy">Waiting for your cloud’s endpoint…</StateWord>
      )}
      {connected.length > 0 && (
        <ul className="mono mt-1 text-mut select-text">
          {connected.map((id) => (
            <li key={id} className="break-all">
              {id}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
