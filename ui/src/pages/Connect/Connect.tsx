import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Cluster, type Region, useSnapshot } from "../../ipc";
import { Empty, SearchSelect, Segments } from "../../kit";
import { cloudNames, PageHeader, ProblemNotice } from "../../parts";
import { WhileLoading } from "../../parts/WhileLoading";
import { Guide } from "./Guide";
import { texts } from "./texts";
import { useFollowing } from "./useNetwork";

/** A guide for each region of a cluster, from the service name to a working connection. */
export function Connect() {
  const { snapshot, problem, isPending, retry } = useSnapshot();
  return (
    <>
      <PageHeader title={texts.title} />
      {problem ? (
        <div className="border-t border-line p-[18px]">
          <ProblemNotice problem={problem} onRetry={retry} />
        </div>
      ) : isPending || !snapshot ? (
        <WhileLoading />
      ) : snapshot.clusters.length > 0 ? (
        <Chosen clusters={snapshot.clusters} />
      ) : snapshot.phase.kind === "loading" ? (
        <WhileLoading />
      ) : (
        <Empty icon="connect" title={texts.noClusters}>
          {texts.aboutNoClusters}
        </Empty>
      )}
    </>
  );
}

function Chosen({ clusters }: { clusters: readonly Cluster[] }) {
  const search = useSearch({ from: "/connect" });
  const navigate = useNavigate({ from: "/connect" });
  const cluster =
    clusters.find((c) => c.id === search.cluster) ??
    clusters.find((c) => c.regions.some((r) => r.id === search.region)) ??
    clusters.find((c) => c.regions.some(isReady)) ??
    clusters[0];
  const region =
    cluster?.regions.find((r) => r.id === search.region) ??
    cluster?.regions.find(isReady) ??
    cluster?.regions[0];
  const options = useMemo(
    () => clusters.map((c) => ({ id: c.id, label: c.name, detail: cloudNames(c.clouds) })),
    [clusters],
  );
  useFollowing(cluster?.regions.filter(isReady).map((r) => r.id) ?? []);
  if (!cluster || !region) return null;
  return (
    <div className="flex min-h-0 flex-1 flex-col border-t border-line">
      <div className="flex flex-wrap items-center gap-3 px-[18px] py-3">
        <SearchSelect
          label={texts.cluster}
          className="w-64"
          value={cluster.id}
          options={options}
          onChange={(id) =>
            void navigate({ search: { cluster: id, show: search.show }, replace: true })
          }
        />
        <Segments
          label={texts.region}
          value={region.id}
          options={cluster.regions.map((r) => ({ id: r.id, label: r.region }))}
          onChange={(id) =>
            void navigate({
              search: { cluster: cluster.id, region: id, show: search.show },
              replace: true,
            })
          }
        />
      </div>
      <Guide
        key={region.id}
        cluster={cluster}
        region={region}
        part={search.show ?? "set-up"}
        onPart={(show) =>
          void navigate({
            search: { cluster: cluster.id, region: region.id, show },
            replace: true,
          })
        }
      />
    </div>
  );
}

function isReady(region: Region): boolean {
  return region.endpoint.kind === "present" && region.endpoint.status === "ready";
}
