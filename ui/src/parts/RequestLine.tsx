import type { Problem } from "../ipc";
import { exactly } from "./age";

/** The request that failed: status, time and the service's id of it, to look for in logs and to tell its support. */
export function RequestLine({ problem }: { problem: Problem }) {
  const { request } = problem;
  if (!request) return null;
  const parts = [
    request.status === null ? "No response" : `Status ${request.status}`,
    exactly(request.at),
    request.id && `request ${request.id}`,
  ];
  return (
    <span className="mt-1 block text-xs break-words text-dim select-text">
      {parts.filter(Boolean).join(" · ")}
    </span>
  );
}
