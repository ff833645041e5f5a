import { type Cluster, type Region, type TroubleAction, useMay } from "../../ipc";
import { Button } from "../../kit";
import { whyNotEdit } from "../../parts/endpointState";
import { useFix } from "./fix";

interface Props {
  cluster: Cluster;
  region: Region;
  action: TroubleAction;
  tone?: "primary" | "default";
  label: string;
}

/** Opens the review of a fix that Postern can make; renders nothing if there is no endpoint. */
export function FixButton({ cluster, region, action, tone, label }: Props) {
  const fix = useFix(region);
  const may = useMay().editEndpoints;
  if (region.endpoint.kind !== "present") return null;
  return (
    <Button
      tone={tone}
      icon="plus"
      disabledReason={whyNotEdit(cluster, region.endpoint, may)}
      onPress={() => fix(action)}
    >
      {label}
    </Button>
  );
}
