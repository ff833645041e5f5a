import type { Region } from "../../ipc";
import { Button, Chip, IconButton } from "../../kit";
import type { TreeColumn } from "../../kit/TreeTable";
import { CopyButton, cloudName, count } from "../../parts";
import { whyNot } from "../../parts/endpointState";
import { OwnerName } from "../../parts/OwnerName";
import { PrincipalChip } from "../../parts/PrincipalChip";
import { SinceText } from "../../parts/SinceText";
import { EndpointLink, StatusWord } from "./cells";
import { type Owner, type OwnerReach, partOf, spaced, titleOf } from "./owners";

interface Context {
  /** Why the key may not change lists; null: it may. */
  mayEdit: string | null;
  onOpen: (region: Region["id"]) => void;
  onRevokeEverywhere: (owner: Owner) => void;
  onRevoke: (reach: OwnerReach) => void;
}

const byText = (of: (o: Owner) => string) => (a: Owner, b: Owner) =>
  of(a).localeCompare(of(b), "en", { numeric: true });

/** How many chips stand in a cell. */
const chips = 3;

/** The columns of who can reach what, by whose principals they are. */
export function ownerColumns(context: Context): TreeColumn<Owner, OwnerReach>[] {
  return [
    {
      id: "owner",
      title: "Account or subscription",
      width: { min: 220, share: 36 },
      compare: byText(titleOf),
      group: (owner) => <Whose owner={owner} />,
      line: (reach) => (
        <div className="-ml-1">
          <EndpointLink
            cluster={reach.clusterName}
            region={reach.region}
            onPress={() => context.onOpen(reach.regionId)}
          />
        </div>
      ),
    },
    {
      id: "principals",
      title: "Principals",
      width: { min: 150, share: 40 },
      group: (owner) => <Chips of={owner.principals} />,
      line: (reach) => <Chips of={reach.principals} />,
    },
    {
      id: "reaches",
      title: "Reaches",
      width: 112,
      compare: (a, b) => a.reaches.length - b.reaches.length,
      group: (owner) => (
        <>
          <div className="truncate">{count(owner.reaches.length, "endpoint")}</div>
          <div className="truncate text-xs text-dim">in {count(owner.clusters, "cluster")}</div>
        </>
      ),
      line: (reach) => <StatusWord status={reach.status} />,
    },
    {
      id: "since",
      title: "Since",
      width: 126,
      compare: byText((o) => o.since?.at ?? ""),
      group: (owner) => <SinceText since={owner.since} />,
      line: (reach) => <SinceText since={reach.since} />,
    },
    {
      id: "connections",
      title: "Connections",
      width: 96,
      isNumber: true,
      compare: (a, b) => (a.connections ?? -1) - (b.connections ?? -1),
      group: (owner) => <Connections n={owner.connections} of="those endpoints" />,
      line: (reach) => <Connections n={reach.connections} of="this endpoint" />,
    },
    {
      id: "actions",
      title: "Actions",
      hideTitle: true,
      width: 150,
      group: (owner) => (
        <div className="text-right">
          <Button
            size="s"
            tone="quiet"
            disabledReason={context.mayEdit}
            aria-label={`Revoke ${titleOf(owner)} everywhere`}
            onPress={() => context.onRevokeEverywhere(owner)}
          >
            Revoke everywhere…
          </Button>
        </div>
      ),
      line: (reach) => (
        <div className="text-right">
          <IconButton
            label={`Revoke on ${reach.clusterName} in ${reach.region}`}
            icon="close"
            size={12}
            disabledReason={whyNot(reach.mayEdit)}
            onPress={() => context.onRevoke(reach)}
          />
        </div>
      ),
    },
  ];
}

/** Whose principals they are. */
function Whose({ owner }: { owner: Owner }) {
  if (owner.id === null) {
    const everyone = owner.principals[0]?.kind === "everyone";
    return (
      <>
        <div className={everyone ? "font-medium text-bad" : "mono truncate"} title={owner.key}>
          {titleOf(owner)}
        </div>
        <div className="truncate text-xs text-dim">
          {cloudName(owner.cloud)} · {everyone ? "every account" : "no principal"}
        </div>
      </>
    );
  }
  return (
    <>
      <OwnerName owner={owner.id} name={owner.name} fallback={spaced(owner.id)} />
      <div className="flex min-w-0 items-center gap-1.5 text-xs text-dim">
        <span className="shrink-0">
          {owner.cloud === "azure" ? "Azure subscription" : "AWS account"}
        </span>
        {owner.name && <span className="mono truncate select-text">{spaced(owner.id)}</span>}
        <CopyButton text={owner.id} what={`the id of ${titleOf(owner)}`} className="!size-4" />
      </div>
    </>
  );
}

function Chips({ of }: { of: Owner["principals"] }) {
  const more = of.length - chips;
  return (
    <span className="flex min-w-0 items-center gap-1">
      {of.slice(0, chips).map((principal) => (
        <PrincipalChip
          key={principal.text}
          principal={principal}
          text={partOf(principal)}
          // What is short stays whole; what is long gives way.
          className={partOf(principal).length <= 8 ? "shrink-0" : undefined}
        />
      ))}
      {more > 0 && (
        <Chip
          tone="more"
          className="shrink-0"
          title={of.map((principal) => principal.text).join("\n")}
        >
          +{more}
        </Chip>
      )}
    </span>
  );
}

/** The service counts an endpoint's connections; whose they are it doesn't say. */
function Connections({ n, of }: { n: number | null; of: string }) {
  const whose = `Connections of ${of}; the service doesn't say whose they are.`;
  if (n === null)
    return (
      <span className="text-dim" title="Not read">
        —
      </span>
    );
  return (
    <span className={n === 0 ? "text-dim" : undefined} title={whose}>
      {n}
    </span>
  );
}
