import type { Region, TroubleAction } from "../../ipc";
import { Button } from "../../kit";
import { whyNot } from "../../parts/endpointState";
import { useFix } from "./fix";

interface Props {
  region: Region;
  action: TroubleAction;
  tone?: "primary" | "default";
  label: string;
}

/** Opens the review of a fix that Postern can make; renders nothing if there is no endpoint. */
export function FixButton({ region, action, tone, label }: Props) {
  const fix = useFix(region);
  if (region.endpoint.kind !== "present") return null;
  return (
    <Button
      tone={tone}
      icon="plus"
      disabledReason={whyNot(region.mayEdit)}
      onPress={() => fix(action)}
    >
      {label}
    </Button>
  );
}
