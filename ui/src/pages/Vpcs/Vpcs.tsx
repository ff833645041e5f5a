import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useMemo, useState } from "react";
import { type ClusterId, type Snapshot, useMay, useSnapshot, type Vpc } from "../../ipc";
import { Button, Empty, type MenuEntry, SearchField } from "../../kit";
import { DataTable } from "../../kit/DataTable";
import { copyAloud, copyAsEntry, count, PageHeader, ProblemNotice } from "../../parts";
import { loadFailed, Unreadable } from "../../parts/LoadGaps";
import { parseListSearch } from "../../parts/listSearch";
import { WhileLoading } from "../../parts/WhileLoading";
import { number } from "../../parts/words";
import { CreateVpc } from "./CreateVpc";
import { type VpcContext, vpcColumns, whyKept } from "./columns";
import { DeleteVpc } from "./DeleteVpc";
import { texts } from "./texts";

/** All VPCs with their ranges and clusters; creates and deletes them. */
export function Vpcs() {
  const { snapshot, problem, retry } = useSnapshot();
  const may = useMay();
  const [creating, setCreating] = useState(false);
  const create = (
    <Button
      tone="primary"
      icon="plus"
      disabledReason={may.createVpcs}
      onPress={() => setCreating(true)}
    >
      {texts.create.submit}
    </Button>
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title="VPCs">{snapshot && snapshot.vpcs.length > 0 && create}</PageHeader>
      {problem && <ProblemNotice problem={problem} onRetry={retry} className="mx-[18px] mb-3" />}
      {snapshot ? <Content snapshot={snapshot} create={create} /> : !problem && <WhileLoading />}
      <CreateVpc isOpen={creating} onClose={() => setCreating(false)} />
    </div>
  );
}

function Content({ snapshot, create }: { snapshot: Snapshot; create: ReactNode }) {
  const navigate = useNavigate();
  const may = useMay();
  const { q: query = "" } = parseListSearch(useSearch({ strict: false }));
  const setQuery = (q: string) =>
    void navigate({ to: "/vpcs", search: q ? { q } : {}, replace: true });
  const [deleting, setDeleting] = useState<Vpc | null>(null);
  const names = useMemo(
    () => new Map(snapshot.clusters.map((c) => [c.id, c.name])),
    [snapshot.clusters],
  );
  const context = useMemo(
    () => ({
      nameOf: (id: ClusterId) => names.get(id) ?? id,
      mayDelete: may.deleteVpcs,
      onDelete: setDeleting,
      onClusters: ({ id }: Vpc) => void navigate({ to: "/endpoints", search: { vpc: [id] } }),
      onTopology: ({ id }: Vpc) => void navigate({ to: "/topology", search: { vpc: id } }),
    }),
    [names, may.deleteVpcs, navigate],
  );
  const columns = useMemo(() => vpcColumns(context), [context]);
  const shown = useMemo(() => narrow(snapshot.vpcs, query), [snapshot.vpcs, query]);

  if (snapshot.vpcs.length === 0) {
    if (snapshot.phase.kind === "loading") return <WhileLoading />;
    return loadFailed(snapshot) ?? <Nothing snapshot={snapshot} create={create} />;
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
        <span className="ml-auto text-sm text-dim" role="status">
          {query
            ? `${number(shown.length)} of ${count(snapshot.vpcs.length, "VPC")}`
            : count(snapshot.vpcs.length, "VPC")}
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
          label="VPCs"
          name="vpcs"
          rows={shown}
          columns={columns}
          keyOf={idOf}
          nameColumn="name"
          onCopy={copyName}
          menuOf={(vpc) => menuOf(vpc, context)}
          rowHeight={56}
        />
      )}
      <Unreadable snapshot={snapshot} />
      {deleting && <DeleteVpc vpc={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

function Nothing({ snapshot, create }: { snapshot: Snapshot; create: ReactNode }) {
  if (snapshot.unreadable.length > 0) {
    return (
      <>
        <Empty icon="vpc" title={texts.unreadable.title}>
          {texts.unreadable.body}
        </Empty>
        <Unreadable snapshot={snapshot} />
      </>
    );
  }
  return (
    <Empty icon="vpc" title={texts.none.title} action={create}>
      {texts.none.body}
    </Empty>
  );
}

function menuOf(vpc: Vpc, context: VpcContext): MenuEntry[] {
  const { nameOf, mayDelete, onClusters, onTopology, onDelete } = context;
  return [
    {
      id: "clusters",
      label: texts.menu.endpoints,
      icon: "endpoint",
      isDisabled: vpc.clusterIds.length === 0,
      onAction: () => onClusters(vpc),
    },
    {
      id: "topology",
      label: texts.menu.topology,
      icon: "topology",
      onAction: () => onTopology(vpc),
    },
    {
      id: "copy",
      label: texts.menu.copy,
      icon: "copy",
      separated: true,
      onAction: () => copyName(vpc),
    },
    copyAsEntry({ kind: "vpcs", ids: [vpc.id] }, []),
    {
      id: "delete",
      label: texts.menu.delete,
      icon: "trash",
      tone: "danger",
      separated: true,
      isDisabled: whyKept(vpc, nameOf, mayDelete) !== null,
      onAction: () => onDelete(vpc),
    },
  ];
}

const idOf = ({ id }: Vpc) => id;
const copyName = ({ name }: Vpc) => void copyAloud(name, "VPC name");

/** The VPCs that contain every word of the query. */
function narrow(vpcs: readonly Vpc[], query: string): readonly Vpc[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return vpcs;
  return vpcs.filter((vpc) => {
    const text = [
      vpc.name,
      vpc.cloud,
      vpc.state,
      vpc.id,
      vpc.externalId ?? "",
      vpc.parentCidr ?? "",
      ...vpc.regions.map((r) => `${r.region} ${r.cidr ?? ""}`),
    ]
      .join("\n")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
