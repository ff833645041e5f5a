import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { accessQuery, type Snapshot, useSnapshot } from "../../ipc";
import { Button, Empty, Menu, SearchSelect } from "../../kit";
import { cloudNames, count, PageHeader, ProblemNotice } from "../../parts";
import { WhileLoading } from "../../parts/WhileLoading";
import { Canvas } from "./Canvas";
import { graphOf, type Target } from "./graph";
import { layoutOf } from "./layout";
import { pictureOf, savePng, saveSvg } from "./picture";
import { parseTopologySearch, type TopologySearch } from "./search";
import { detailNotes, texts } from "./texts";

/** One cluster or VPC as a picture: from the VPC to the principals and connections. */
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

function Content({ snapshot, search }: { snapshot: Snapshot; search: TopologySearch }) {
  const { data: access } = useQuery(accessQuery);
  const open = useOpen();
  const drawn = useRef<SVGGElement>(null);
  const hasChosen = useRef(false);
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
        title={!hasAny ? texts.nothing.title : cluster || vpc ? texts.gone : texts.choose.title}
        action={
          hasAny && (
            <Picker
              snapshot={snapshot}
              search={search}
              onChoose={() => {
                hasChosen.current = true;
              }}
            />
          )
        }
      >
        {hasAny ? texts.choose.body : texts.nothing.body}
      </Empty>
    );
  }
  const svg = () => (drawn.current ? pictureOf(drawn.current, layout, graph.name) : null);
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-[18px] pb-2.5">
        {/* It takes the place of the one that was pressed, and its focus. */}
        <Picker snapshot={snapshot} search={search} takesFocus={hasChosen.current} />
        <span className="min-w-0 flex-1 truncate text-sm text-dim" role="status">
          {detailNotes[graph.detail] ?? summary(graph.nodes.map((node) => node.column))}
        </span>
        <Menu
          label={texts.save.label}
          placement="bottom end"
          trigger={<Button icon="save">{texts.save.label}</Button>}
          entries={[
            {
              id: "svg",
              label: "SVG",
              onAction: () => {
                const text = svg();
                if (text) saveSvg(text);
              },
            },
            {
              id: "png",
              label: "PNG",
              onAction: () => {
                const text = svg();
                if (text) savePng(text, layout);
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

interface PickerProps {
  snapshot: Snapshot;
  search: TopologySearch;
  takesFocus?: boolean;
  onChoose?: () => void;
}

function Picker({ snapshot, search, takesFocus, onChoose }: PickerProps) {
  const navigate = useNavigate();
  const options = useMemo(
    () => [
      ...snapshot.clusters.map((c) => ({
        id: `cluster ${c.id}`,
        label: c.name,
        detail: `Cluster · ${cloudNames(c.clouds)}`,
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
    <SearchSelect
      label={texts.choose.label}
      placeholder={texts.choose.placeholder}
      value={options.some((option) => option.id === value) ? value : null}
      options={options}
      onChange={(chosen) => {
        const [kind, id = ""] = chosen.split(" ");
        onChoose?.();
        void navigate({
          to: "/topology",
          search: kind === "vpc" ? { vpc: id } : { cluster: id },
        });
      }}
      takesFocus={takesFocus}
      className="w-64 shrink-0"
    />
  );
}

/** Opens a node: a cluster or VPC is drawn; if it is drawn already, its endpoints open. */
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
