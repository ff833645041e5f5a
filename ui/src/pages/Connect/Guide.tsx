import { useState } from "react";
import type { Cluster, Network, Recipes, Region, Trouble } from "../../ipc";
import { Notice, Skeleton, Tabs } from "../../kit";
import { ProblemNotice } from "../../parts";
import { Artifacts } from "./Artifacts";
import { Check } from "./Check";
import { FixButton } from "./FixButton";
import { NetworkForm } from "./NetworkForm";
import { Preflight } from "./Preflight";
import { Prerequisites } from "./Prerequisites";
import type { Part } from "./search";
import { Troubles } from "./Troubles";
import { texts } from "./texts";
import { useConnected } from "./useConnected";
import { useNetwork, useRecipes } from "./useNetwork";
import { Waiting } from "./Waiting";

interface Props {
  cluster: Cluster;
  region: Region;
  part: Part;
  onPart: (part: Part) => void;
}

/** The guide for one region: set up, check, troubleshoot. */
export function Guide({ cluster, region, part, onPart }: Props) {
  const { network, isPending, problem, change, retry } = useNetwork(region.id);
  const made = useRecipes(region.id, network);
  const connected = useConnected(region);
  const [picked, setPicked] = useState<Trouble | null>(null);
  const [fills, setFills] = useState(0);
  const wrong = problem ?? made.problem;
  if (wrong) {
    return (
      <div className="p-[18px]">
        <ProblemNotice problem={wrong} onRetry={problem ? retry : made.retry} />
      </div>
    );
  }
  if (isPending || (network && !made.recipes)) {
    return (
      <div role="status" aria-label={texts.loading} className="flex gap-6 p-[18px]">
        <Skeleton className="h-64 w-72" />
        <Skeleton className="h-96 flex-1" />
      </div>
    );
  }
  if (!network || !made.recipes) {
    // A cloud without private service endpoints: the prerequisites say so.
    return (
      <div className="flex max-w-2xl flex-col gap-4 p-[18px]">
        <Notice tone="warn" title={texts.notSupported}>
          {texts.aboutNotSupported}
        </Notice>
        <Prerequisites regionId={region.id} />
      </div>
    );
  }
  const { recipes } = made;
  const subscription = wholeSubscription(network, recipes);
  return (
    <Tabs<Part>
      label={texts.guide}
      selected={part}
      onSelect={onPart}
      tabs={[
        {
          id: "set-up",
          title: texts.setUp,
          content: (
            <div className="grid min-h-0 flex-1 grid-cols-[292px_minmax(0,1fr)]">
              <div className="flex min-h-0 flex-col gap-5 overflow-x-hidden overflow-y-auto border-r border-line p-[18px]">
                <Waiting region={region} connected={connected} />
                <Prerequisites regionId={region.id} />
                {recipes.allowed === false && (
                  <Notice
                    tone="warn"
                    title={texts.subscriptionNotAllowed}
                    action={
                      subscription && (
                        <FixButton
                          region={region}
                          action={{ kind: "add-principal", principal: subscription }}
                          label={texts.addSubscription}
                        />
                      )
                    }
                  >
                    {texts.aboutSubscriptionNotAllowed}
                  </Notice>
                )}
                <Preflight
                  region={region}
                  network={network}
                  onFill={(filled) => {
                    change(filled);
                    setFills(fills + 1);
                  }}
                />
                <NetworkForm
                  // What was typed goes with what it was typed for.
                  key={fills}
                  region={region.region}
                  network={network}
                  check={recipes.check}
                  onChange={change}
                />
              </div>
              <div className="flex min-h-0 min-w-0 flex-col p-[18px] pt-3.5">
                <Artifacts cluster={cluster} region={region} network={network} recipes={recipes} />
              </div>
            </div>
          ),
        },
        {
          id: "check",
          title: texts.check,
          content: (
            <Check
              region={region}
              network={network}
              recipes={recipes}
              connected={connected}
              onTrouble={(trouble) => {
                setPicked(trouble);
                onPart("trouble");
              }}
            />
          ),
        },
        {
          id: "trouble",
          title: texts.troubleshooting,
          content: (
            <Troubles
              cluster={cluster}
              region={region}
              network={network}
              recipes={recipes}
              picked={picked}
              onPick={setPicked}
            />
          ),
        },
      ]}
    />
  );
}

/** The subscription that was filled in, once it is valid. */
function wholeSubscription({ consumer }: Network, { check }: Recipes): string | null {
  if (consumer.cloud !== "azure" || check.cloud !== "azure" || check.subscription) return null;
  return consumer.subscription || null;
}
