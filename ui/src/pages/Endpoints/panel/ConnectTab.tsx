import { useNavigate } from "@tanstack/react-router";
import type { Cluster, Region } from "../../../ipc";
import { Button, Notice, Skeleton } from "../../../kit";
import { ProblemNotice } from "../../../parts";
import { Artifacts } from "../../Connect/Artifacts";
import { ConnectionStrings } from "../../Connect/ConnectionStrings";
import { NetworkForm } from "../../Connect/NetworkForm";
import { Prerequisites } from "../../Connect/Prerequisites";
import { useConnected } from "../../Connect/useConnected";
import { useFollowing, useNetwork, useRecipes } from "../../Connect/useNetwork";
import { Waiting } from "../../Connect/Waiting";
import { texts } from "../texts";

/** How to connect through this endpoint, next to the table. */
export function ConnectTab({ cluster, region }: { cluster: Cluster; region: Region }) {
  const navigate = useNavigate();
  const { network, isPending, problem, change, retry } = useNetwork(region.id);
  const made = useRecipes(region.id, network);
  const connected = useConnected(region);
  useFollowing([region.id]);
  const wrong = problem ?? made.problem;
  // A cloud without private service endpoints.
  const cannot = !isPending && !wrong && network === null;
  const open = (show: "set-up" | "check" | "trouble") =>
    void navigate({ to: "/connect", search: { cluster: cluster.id, region: region.id, show } });
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-[18px] py-4">
      <div className="flex flex-wrap gap-2">
        <Button icon="connect" onPress={() => open("set-up")}>
          Open the guide
        </Button>
        <Button icon="play" onPress={() => open("check")}>
          Check…
        </Button>
        <Button tone="quiet" onPress={() => open("trouble")}>
          Troubleshooting
        </Button>
      </div>
      {cannot && <Notice tone="warn" title={texts.panel.cannotHaveOne} />}
      <Waiting region={region} connected={connected} />
      <Prerequisites regionId={region.id} only="missing" />
      {wrong && <ProblemNotice problem={wrong} onRetry={problem ? retry : made.retry} />}
      {network && (
        <NetworkForm
          region={region.region}
          network={network}
          check={made.recipes?.check ?? null}
          onChange={change}
        />
      )}
      {network && made.recipes ? (
        <>
          <div className="flex h-[420px] shrink-0 flex-col">
            <Artifacts
              cluster={cluster}
              region={region}
              network={network}
              recipes={made.recipes}
              narrow
            />
          </div>
          <ConnectionStrings recipes={made.recipes} />
        </>
      ) : (
        !wrong && !cannot && <Skeleton className="h-64 w-full" />
      )}
    </div>
  );
}
