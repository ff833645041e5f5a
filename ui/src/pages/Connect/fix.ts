import { useNavigate } from "@tanstack/react-router";
import type { Region, TroubleAction } from "../../ipc";
import { addToDraft } from "../Endpoints/editor/drafts";

/** Opens what Postern can do about a trouble; nothing is sent before the user has reviewed it. */
export function useFix(region: Region): (action: TroubleAction) => void {
  const navigate = useNavigate();
  return (action) => {
    addToDraft(region, action.principal);
    void navigate({ to: "/endpoints", search: { region: region.id, tab: "access" } });
  };
}
