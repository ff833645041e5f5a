import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { accessQuery, type Snapshot, useSnapshot } from "../../ipc";
import { Button, Empty, Menu, Select } from "../../kit";
import { cloudName, count, PageHeader, ProblemNotice } from "../../parts";
import { WhileLoading } from "../../parts/WhileLoading";
import { Canvas } from "./Canvas";
import { type Detail, graphOf, type Target } from "./graph";
import { layoutOf } from "./layout";
import { pictureOf, savePng, saveSvg } from "./picture";
import { parseTopologySearch, type TopologySearch } from "./search";

/** From a VPC through cluster, region and endpoint to who connects: for one cluster or one VPC. */
export function Topology() {
  const { snapshot, problem, retry } = useSnapshot();
  const search = parseTopologySearch(useSearch({ strict: false }));
  const isReading =
    snapshot?.phase.kind === "loading" &&
    !snapshot.phase.listsComplete &&
    snapshot.clusters.length === 0;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title="Topology" />
      {problem && <ProblemNotice problem={problem} onRetry={retry} className="mx-[18px] mb-3" />}
      {snapshot && !isReading ? (
        <Content snapshot={snapshot} search={search} />
      ) : (
        !problem && <WhileLoading />
      )}
    </div>
  );
}

/** What is said of a picture that counts what it can't name. */
const said: Record<Detail, string | null> = {
  all: null,
  "principals counted":
    "Principals and connections are counted: by name they are too many for one picture.",
  "regions counted": "Regions are counted: draw a cluster by itself to see its endpoints.",
};

function Content({ snapshot, search }: { snapshot: Snapshot; search: TopologySearch }) {
  const { data: access } = useQuery(accessQuery);
  const open = useOpen();
  const drawn = useRef<SVGGElement>(null);
  const { cluster, vpc } = search;
  const graph = useMemo(
    () => graphOf({ cluster, vpc }, snapshot, access),
    [cluster, vpc, snapshot, access],
  );
  const layout = useMemo(() => (graph && graph.nodes.length > 0 ? layoutOf(graph) : null), [graph]);
  const hasAny = snapshot.clusters.length + snapshot.vpcs.length > 0;

  if (!graph || !layout) {
    return (
      <Empty
        icon="topology"
        title={
          !hasAny
            ? "Nothing to draw"
            : cluster || vpc
              ? "It is not there any more"
              : "Choose what to draw"
        }
        action={hasAny && <Picker snapshot={snapshot} search={search} />}
      >
        {hasAny
          ? "A picture of one cluster or one VPC: its regions, their private endpoints, who may connect and who does."
          : "There are no clusters and no VPCs in this project."}
      </Empty>
    );
  }
  const svg = () => (drawn.current ? pictureOf(drawn.current, layout, graph.name) : null);
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-[18px] pb-2.5">
        <Picker snapshot={snapshot} search={search} />
        <span className="min-w-0 flex-1 truncate text-sm text-dim" role="status">
          {said[graph.detail] ?? summary(graph.nodes.map((node) => node.column))}
        </span>
        <Menu
          label="Save the picture"
          placement="bottom end"
          trigger={<Button icon="save">Save picture</Button>}
          entries={[
            {
              id: "svg",
              label: "SVG",
              onAction: () => {
                const text = svg();
                if (text) saveSvg(text, graph.name);
              },
            },
            {
              id: "png",
              label: "PNG",
              onAction: () => {
                const text = svg();
                if (text) void savePng(text, layout, graph.name);
              },
            },
          ]}
        />
      </div>
      <Canvas
        key={cluster ?? vpc}
        ref={drawn}
        name={graph.name}
        layout={layout}
        onOpen={(target) => open(target, search)}
      />
    </>
  );
}

function summary(of: readonly number[]): string {
  const n = (column: number) => of.filter((c) => c === column).length;
  const facts = [
    count(n(1), "cluster"),
    count(n(2), "region"),
    count(n(3), "endpoint"),
    count(n(4), "principal"),
    count(n(5), "connection"),
  ];
  return facts.join(" · ");
}

/** Chooses what is drawn. */
function Picker({ snapshot, search }: { snapshot: Snapshot; search: TopologySearch }) {
  const navigate = useNavigate();
  const options = useMemo(
    () => [
      ...snapshot.clusters.map((c) => ({
        id: `cluster ${c.id}`,
        label: c.name,
        detail: `Cluster · ${cloudName(c.cloud)}`,
      })),
      ...snapshot.vpcs.map((v) => ({
        id: `vpc ${v.id}`,
        label: v.name,
        detail: `VPC · ${count(v.clusterIds.length, "cluster")}`,
      })),
    ],
    [snapshot],
  );
  const value = search.cluster
    ? `cluster ${search.cluster}`
    : search.vpc
      ? `vpc ${search.vpc}`
      : null;
  return (
    <Select
      label="What to draw"
      hideLabel
      placeholder="A cluster or a VPC"
      value={options.some((option) => option.id === value) ? value : null}
      options={options}
      onChange={(chosen) => {
        const [kind, id = ""] = chosen.split(" ");
        void navigate({
          to: "/topology",
          search: kind === "vpc" ? { vpc: id } : { cluster: id },
        });
      }}
      className="w-64 shrink-0 text-left"
    />
  );
}

/** What a node leads to: inwards first, and from what is drawn already to its page. */
function useOpen() {
  const navigate = useNavigate();
  return (target: Target, search: TopologySearch) => {
    switch (target.to) {
      case "vpc":
        return void (search.vpc === target.id
          ? navigate({ to: "/endpoints", search: { vpc: [target.id] } })
          : navigate({ to: "/topology", search: { vpc: target.id } }));
      case "cluster":
        return void (search.cluster === target.id
          ? navigate({ to: "/endpoints", search: { q: target.name } })
          : navigate({ to: "/topology", search: { cluster: target.id } }));
      case "endpoint":
        return void navigate({
          to: "/endpoints",
          search: { region: target.region, tab: target.tab },
        });
      case "access":
        return void navigate({ to: "/access", search: { q: target.q } });
      case "vpcs":
        return void navigate({ to: "/vpcs" });
    }
  };
}
