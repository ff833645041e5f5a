import type { Cluster, Lack } from "../../ipc";
import { Button, Chip, Icon, IconButton, Notice } from "../../kit";
import { InfoPopover } from "../../kit/InfoPopover";
import type { TableColumn } from "../../kit/table/columns";
import { cloudNames, count, StateOfCluster, word } from "../../parts";
import { byName } from "../../parts/order";
import { Several } from "../../parts/Several";
import { shortly, texts } from "./texts";

const byText = (of: (c: Cluster) => string) => (a: Cluster, b: Cluster) => byName(of(a), of(b));

export function clusterColumns(
  onEndpoints: (cluster: Cluster) => void,
  onTopology: (cluster: Cluster) => void,
): TableColumn<Cluster>[] {
  return [
    {
      id: "name",
      title: "Name",
      width: { min: 160, share: 22 },
      compare: byText((c) => c.name),
      cell: (c) => (
        <>
          <div className="truncate font-medium" title={c.name}>
            {c.name}
          </div>
          <div className="truncate text-xs text-dim">
            {c.isSandbox ? "Sandbox" : word(c.tier)}
            {c.isProduction && ` · ${texts.production}`}
            {c.nodes !== null && ` · ${count(c.nodes, "node")}`}
            {c.clusterType !== null && ` · ${word(c.clusterType)}`}
            {c.softwareVersion !== "" && (
              <>
                {" · "}
                <span className="mono" title={`Version ${c.softwareVersion}`}>
                  {c.softwareVersion}
                </span>
              </>
            )}
          </div>
        </>
      ),
    },
    {
      id: "state",
      title: "State",
      width: { min: 120, share: 16 },
      compare: byText((c) => c.busy?.task ?? c.state),
      cell: (c) => <State cluster={c} />,
    },
    {
      id: "regions",
      title: "Regions",
      width: { min: 100, share: 13 },
      compare: byText((c) => c.regions[0]?.region ?? ""),
      cell: (c) => (
        <Several
          label={`Regions of ${c.name}`}
          items={c.regions.map((r) => ({ id: r.id, text: r.region }))}
        />
      ),
    },
    {
      id: "vpc",
      title: "VPC",
      width: { min: 120, share: 23 },
      compare: byText((c) => `${cloudNames(c.clouds)} ${c.vpcNames[0] ?? ""}`),
      cell: (c) => (
        <>
          {c.vpcNames.length === 0 ? (
            <span className="text-dim">None</span>
          ) : (
            <Several
              label={`VPCs of ${c.name}`}
              plain
              items={c.vpcNames.map((name, i) => ({ id: c.vpcIds[i] ?? name, text: name }))}
            />
          )}
          <div className="text-xs text-dim">{cloudNames(c.clouds)}</div>
        </>
      ),
    },
    {
      id: "access",
      title: "Access",
      compare: byText((c) => accessOf(c).join()),
      width: { min: 96, share: 12 },
      cell: (c) => <Access cluster={c} />,
    },
    {
      id: "endpoints",
      title: "Endpoints",
      compare: (a, b) => endpoints(a) - endpoints(b),
      width: { min: 110, share: 14 },
      cell: (c) => <Endpoints cluster={c} onEndpoints={() => onEndpoints(c)} />,
    },
    {
      id: "actions",
      title: "Actions",
      hideTitle: true,
      width: 40,
      cell: (c) => (
        <IconButton label={`Topology of ${c.name}`} icon="topology" onPress={() => onTopology(c)} />
      ),
    },
  ];
}

function State({ cluster }: { cluster: Cluster }) {
  if (!cluster.problem) return <StateOfCluster cluster={cluster} className="max-w-full" />;
  return (
    <div className="flex min-w-0 flex-col items-start gap-0.5">
      <StateOfCluster cluster={cluster} className="max-w-full" />
      <InfoPopover
        label={texts.problemWith(cluster.name)}
        trigger={texts.notRefreshed}
        className="text-xs text-warn"
      >
        <Notice plain tone="warn" title={cluster.problem.message}>
          {cluster.problem.hint}
        </Notice>
      </InfoPopover>
    </div>
  );
}

/** How the cluster can be reached other than through private endpoints. */
function Access({ cluster }: { cluster: Cluster }) {
  const kinds = accessOf(cluster);
  if (kinds.length === 0) return <span className="text-dim">—</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {kinds.map((kind) => (
        <Chip key={kind}>{word(kind)}</Chip>
      ))}
    </span>
  );
}

/** The number of regions with an endpoint. */
const endpoints = (cluster: Cluster) =>
  cluster.regions.filter((r) => r.endpoint.kind !== "none").length;

/** The kinds of access besides the endpoints, in a fixed order. */
const accessOf = (cluster: Cluster) =>
  [...new Set(cluster.regions.flatMap((r) => r.otherHosts.map((h) => h.accessibility)))].sort();

function Endpoints({ cluster, onEndpoints }: { cluster: Cluster; onEndpoints: () => void }) {
  const made = endpoints(cluster);
  return (
    <div className="flex min-w-0 flex-col items-start gap-0.5">
      {(made > 0 || cluster.lacks.length === 0) && (
        <Button tone="link" onPress={onEndpoints}>
          {made === 0 ? "None yet" : `${made} of ${cluster.regions.length}`}
          <span className="sr-only">
            {made === 0 ? ` in ${cluster.name}` : ` regions of ${cluster.name} have an endpoint`}
          </span>
          <Icon name="right" size={10} />
        </Button>
      )}
      {cluster.lacks.length > 0 && (
        <Lacks label={texts.lacks.label(cluster.name)} lacks={cluster.lacks} />
      )}
      {cluster.lacks.every((lack) => lack.kind !== "cloud") && <Unsupported cluster={cluster} />}
    </div>
  );
}

/** The regions on clouds without private endpoints, in a cluster that is on others as well. */
function Unsupported({ cluster }: { cluster: Cluster }) {
  const lacks = cluster.regions.flatMap((r) => r.lacks.filter((lack) => lack.kind === "cloud"));
  if (lacks.length === 0) return null;
  return (
    <Lacks
      label={texts.lacks.regions(cluster.name)}
      lacks={lacks}
      trigger={texts.lacks.unsupported(lacks.length)}
    />
  );
}

interface LacksProps {
  label: string;
  lacks: readonly Lack[];
  trigger?: string;
}

/** The requirements that aren't met, each with what to do. */
function Lacks({ label, lacks, trigger }: LacksProps) {
  const [first] = lacks;
  if (!first) return null;
  const more = lacks.length - 1;
  return (
    <InfoPopover
      label={label}
      className="text-sm text-mut"
      trigger={
        <span className="truncate">
          {trigger ?? `${shortly(first)}${more > 0 ? ` +${more}` : ""}`}
        </span>
      }
    >
      <h3 className="mb-2 font-semibold">
        {lacks.every(passes) ? texts.lacks.forNow : texts.lacks.before}
      </h3>
      <ul className="flex flex-col gap-3 text-sm">
        {lacks.map((lack) => (
          <li key={lack.reason} className="flex gap-2">
            <Icon
              name={passes(lack) ? "history" : "warning"}
              size={13}
              className="mt-[3px] text-warn"
            />
            <div>
              <p>{lack.reason}</p>
              <p className="mt-0.5 text-mut">{lack.remedy}</p>
            </div>
          </li>
        ))}
      </ul>
    </InfoPopover>
  );
}

function passes(lack: Lack): boolean {
  return lack.kind === "busy" || lack.kind === "not-active";
}
