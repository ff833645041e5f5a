import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Cluster, type Region, type Snapshot, useSnapshot } from "../../ipc";
import { Button, Empty, SearchField } from "../../kit";
import { DataTable } from "../../kit/DataTable";
import { copyAloud, copyAsEntry, copyRows, count, PageHeader, ProblemNotice } from "../../parts";
import { AeonConsoleButton } from "../../parts/AeonConsoleButton";
import { loadFailed, Unreadable } from "../../parts/LoadGaps";
import { parseListSearch } from "../../parts/listSearch";
import { WhileLoading } from "../../parts/WhileLoading";
import { number } from "../../parts/words";
import { clusterColumns } from "./columns";
import { texts } from "./texts";

/** All clusters: location, state, and what is missing before they can have a private endpoint. */
export function Clusters() {
  const { snapshot, problem, retry } = useSnapshot();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title="Clusters" />
      {problem && <ProblemNotice problem={problem} onRetry={retry} className="mx-[18px] mb-3" />}
      {snapshot ? <Content snapshot={snapshot} /> : !problem && <WhileLoading />}
    </div>
  );
}

function Content({ snapshot }: { snapshot: Snapshot }) {
  const navigate = useNavigate();
  const { q: query = "" } = parseListSearch(useSearch({ strict: false }));
  const setQuery = (q: string) =>
    void navigate({ to: "/clusters", search: q ? { q } : {}, replace: true });
  const shown = useMemo(() => narrow(snapshot.clusters, query), [snapshot.clusters, query]);
  const goTo = useMemo(
    () => ({
      endpoints: ({ name }: Cluster) => void navigate({ to: "/endpoints", search: { q: name } }),
      topology: ({ id }: Cluster) => void navigate({ to: "/topology", search: { cluster: id } }),
    }),
    [navigate],
  );
  const columns = useMemo(() => clusterColumns(goTo.endpoints, goTo.topology), [goTo]);
  const lacking = snapshot.clusters.filter((c) => c.regions.some(isRefused)).length;

  if (snapshot.clusters.length === 0) {
    if (snapshot.phase.kind === "loading") return <WhileLoading />;
    return (
      loadFailed(snapshot) ?? (
        <>
          <Empty icon="cluster" title={texts.none.title} action={<AeonConsoleButton />}>
            {texts.none.body}
          </Empty>
          <Unreadable snapshot={snapshot} />
        </>
      )
    );
  }
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-[18px] pb-2.5">
        <SearchField
          isMain
          label={texts.search.label}
          placeholder={texts.search.placeholder}
          value={query}
          onChange={setQuery}
          className="w-64"
        />
        <span className="ml-auto truncate text-sm text-dim" role="status">
          {query
            ? `${number(shown.length)} of ${count(snapshot.clusters.length, "cluster")}`
            : texts.total(snapshot.clusters.length, lacking)}
        </span>
      </div>
      {shown.length === 0 ? (
        <Empty
          icon="search"
          title={texts.noMatch.title}
          action={<Button onPress={() => setQuery("")}>{texts.noMatch.showAll}</Button>}
        >
          {texts.noMatch.body(query)}
        </Empty>
      ) : (
        <DataTable
          label="Clusters"
          name="clusters"
          rows={shown}
          columns={columns}
          keyOf={idOf}
          nameColumn="name"
          onCopy={copyName}
          menuOf={(cluster) => [
            {
              id: "endpoints",
              label: texts.menu.endpoints,
              icon: "endpoint",
              onAction: () => goTo.endpoints(cluster),
            },
            {
              id: "topology",
              label: texts.menu.topology,
              icon: "topology",
              onAction: () => goTo.topology(cluster),
            },
            {
              id: "copy",
              label: texts.menu.copy,
              icon: "copy",
              separated: true,
              onAction: () => copyName(cluster),
            },
            copyAsEntry({ kind: "clusters", ids: [cluster.id] }, []),
            {
              id: "copy-service-names",
              label: texts.menu.copyServiceNames,
              icon: "copy",
              isDisabled: cluster.regions.every(({ endpoint }) => endpoint.kind === "none"),
              onAction: () => copyServiceNames(cluster),
            },
          ]}
        />
      )}
      <Unreadable snapshot={snapshot} />
    </>
  );
}

const idOf = ({ id }: Cluster) => id;
const copyName = ({ name }: Cluster) => void copyAloud(name, "cluster name");
const copyServiceNames = ({ name, regions }: Cluster) =>
  void copyRows(
    { kind: "endpoints", ids: regions.filter((r) => r.endpoint.kind !== "none").map((r) => r.id) },
    "service-names",
    texts.noServiceNames(name),
  );

/** The clusters that contain every word of the query. */
function narrow(clusters: readonly Cluster[], query: string): readonly Cluster[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return clusters;
  return clusters.filter((cluster) => {
    const text = [
      cluster.name,
      ...cluster.clouds,
      cluster.state,
      cluster.softwareVersion,
      cluster.tier,
      cluster.id,
      ...cluster.vpcNames,
      ...cluster.regions.map((r) => r.region),
    ]
      .join("\n")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Whether the region has no endpoint and can't be given one as things are. */
const isRefused = ({ endpoint, mayCreate }: Region) =>
  endpoint.kind === "none" && mayCreate.kind === "no";
