import type { ClusterId, Vpc } from "../../ipc";
import { Button, IconButton, StateWord, TruncateStart } from "../../kit";
import { InfoPopover } from "../../kit/InfoPopover";
import type { TableColumn } from "../../kit/table/columns";
import { CopyButton, cloudName, count, healthTone, word } from "../../parts";
import { byName } from "../../parts/order";
import { Several } from "../../parts/Several";
import { texts } from "./texts";

export interface VpcContext {
  nameOf: (id: ClusterId) => string;
  /** Why the key may not delete VPCs; null: it may. */
  mayDelete: string | null;
  onDelete: (vpc: Vpc) => void;
  onClusters: (vpc: Vpc) => void;
  onTopology: (vpc: Vpc) => void;
}

const byText = (of: (v: Vpc) => string) => (a: Vpc, b: Vpc) => byName(of(a), of(b));

export function vpcColumns({
  nameOf,
  mayDelete,
  onDelete,
  onClusters,
  onTopology,
}: VpcContext): TableColumn<Vpc>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: { min: 150, share: 24 },
      compare: byText((v) => v.name),
      cell: (v) => (
        <>
          <div className="truncate font-medium" title={v.name}>
            {v.name}
          </div>
          {v.externalId && (
            <div className="flex min-w-0 items-center gap-0.5 text-dim">
              <TruncateStart text={v.externalId} tail={8} className="mono" />
              <CopyButton text={v.externalId} what={`cloud ID of ${v.name}`} className="!size-5" />
            </div>
          )}
        </>
      ),
    },
    {
      id: "cloud",
      title: "Cloud",
      width: 60,
      compare: byText((v) => cloudName(v.cloud)),
      cell: (v) => cloudName(v.cloud),
    },
    {
      id: "state",
      title: "State",
      width: 108,
      compare: byText((v) => v.state),
      cell: (v) => (
        <StateWord tone={healthTone(v.health)}>
          {word(v.state)}
          {v.health === "changing" && "…"}
        </StateWord>
      ),
    },
    {
      id: "ranges",
      title: "Regions and ranges",
      width: { min: 208, share: 44 },
      compare: byText((v) => v.regions[0]?.region ?? ""),
      cell: (v) => <Ranges vpc={v} />,
    },
    {
      id: "clusters",
      title: "Clusters",
      width: 88,
      compare: (a, b) => a.clusterIds.length - b.clusterIds.length,
      cell: (v) => <Inside vpc={v} nameOf={nameOf} onClusters={() => onClusters(v)} />,
    },
    {
      id: "peerings",
      title: "Peerings",
      width: 76,
      isNumber: true,
      compare: (a, b) => a.peerings - b.peerings,
      cell: (v) => (v.peerings === 0 ? <span className="text-dim">0</span> : v.peerings),
    },
    {
      id: "actions",
      title: "Actions",
      hideTitle: true,
      width: 66,
      cell: (v) => (
        <span className="flex justify-end">
          <IconButton
            label={`Topology of ${v.name}`}
            icon="topology"
            onPress={() => onTopology(v)}
          />
          <IconButton
            label={`Delete ${v.name}`}
            icon="trash"
            disabledReason={whyKept(v, nameOf, mayDelete)}
            onPress={() => onDelete(v)}
          />
        </span>
      ),
    },
  ];
}

function Ranges({ vpc }: { vpc: Vpc }) {
  if (vpc.regions.length === 0) {
    return vpc.parentCidr ? (
      <span className="flex min-w-0 gap-2">
        <span className="truncate text-mut">{texts.anyRegion}</span>
        <span className="mono mt-px">{vpc.parentCidr}</span>
      </span>
    ) : (
      <span className="text-dim">—</span>
    );
  }
  return (
    <Several
      label={`Regions of ${vpc.name}${vpc.parentCidr ? `, from ${vpc.parentCidr}` : ""}`}
      lines={2}
      items={vpc.regions.map((r) => ({
        id: r.region,
        text: r.region,
        detail: r.cidr,
      }))}
    />
  );
}

interface InsideProps {
  vpc: Vpc;
  nameOf: (id: ClusterId) => string;
  onClusters: () => void;
}

function Inside({ vpc, nameOf, onClusters }: InsideProps) {
  if (vpc.clusterIds.length === 0) return <span className="text-dim">{texts.noClusters}</span>;
  return (
    <InfoPopover
      label={texts.clustersIn(vpc.name)}
      trigger={count(vpc.clusterIds.length, "cluster")}
    >
      <h3 className="mb-1.5 text-xs font-medium text-dim">{texts.clustersIn(vpc.name)}</h3>
      <ul className="mb-3 flex flex-col gap-1">
        {vpc.clusterIds.map((id) => (
          <li key={id} className="break-words">
            {nameOf(id)}
          </li>
        ))}
      </ul>
      <Button size="s" icon="endpoint" onPress={onClusters}>
        {texts.showEndpoints}
      </Button>
    </InfoPopover>
  );
}

/** Why a VPC can't be deleted now; null: it can. */
export function whyKept(
  vpc: Vpc,
  nameOf: (id: ClusterId) => string,
  may: string | null,
): string | null {
  if (may) return may;
  const inside = vpc.clusterIds.length;
  if (inside > 0) {
    const names = vpc.clusterIds.slice(0, 3).map(nameOf).join(", ");
    return texts.notEmpty(inside, inside > 3 ? `${names}, …` : names);
  }
  return vpc.health === "changing" ? texts.changing(word(vpc.state)) : null;
}
