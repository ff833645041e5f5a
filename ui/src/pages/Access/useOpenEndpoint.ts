import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

/** Shows an endpoint's access. */
export function useOpenEndpoint() {
  const navigate = useNavigate();
  return useCallback(
    (region: string) => void navigate({ to: "/endpoints", search: { region, tab: "access" } }),
    [navigate],
  );
}
