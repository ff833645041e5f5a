import { type Ref, useCallback, useMemo } from "react";
import { type MenuEntry, toast } from "../../../kit";
import { Table, type TableHandle, type TableSelection } from "../../../kit/table/Table";
import { copyAloud } from "../../../parts";
import { type Group, type Row, type Sort, sortable } from "../rows";
import { ClusterHeading } from "./ClusterHeading";
import { endpointColumns } from "./columns";
import { childrenOf, type Entry, isGroup, keyOf, nameOf } from "./entries";

interface Props {
  groups: readonly Group[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  openId: string | undefined;
  isReading: boolean;
  onOpen: (row: Row, byKey: boolean) => void;
  handle: Ref<TableHandle>;
  selection: TableSelection<Entry>;
}

/** All endpoints, by cluster. */
export function EndpointsTable(props: Props) {
  const { groups, sort, onSort, openId, isReading, onOpen, handle, selection } = props;
  const open = useCallback(
    (entry: Entry, byKey: boolean) => {
      if (!isGroup(entry)) onOpen(entry, byKey);
    },
    [onOpen],
  );
  const columns = useMemo(
    () => endpointColumns({ isReading, onCreate: (row) => onOpen(row, true) }),
    [isReading, onOpen],
  );
  return (
    <Table<Entry>
      label="Endpoints"
      handle={handle}
      rows={groups}
      columns={columns}
      keyOf={keyOf}
      nameOf={nameOf}
      heightOf={heightOf}
      childrenOf={childrenOf}
      startsOpen
      heading={heading}
      sort={sort.column === "cluster" ? null : { column: sort.column, isDown: sort.descending }}
      onSort={(to) => {
        const column = sortable.find((name) => name === to?.column);
        onSort(column && to ? { column, descending: to.isDown } : byCluster);
      }}
      selection={selection}
      onOpen={open}
      shownKey={openId}
      onCopy={copyName}
      menuOf={(entry) => menuOf(entry, onOpen)}
    />
  );
}

const byCluster: Sort = { column: "cluster", descending: false };
const heights = { group: 34, row: 36 } as const;

const heightOf = (entry: Entry) => (isGroup(entry) ? heights.group : heights.row);
const heading = (entry: Entry) => (isGroup(entry) ? <ClusterHeading group={entry} /> : null);

function menuOf(entry: Entry, onOpen: Props["onOpen"]): MenuEntry[] {
  if (isGroup(entry)) {
    const { name } = entry.cluster;
    return [copyEntry("cluster name", name)];
  }
  return [
    { id: "open", label: "Open", icon: "endpoint", onAction: () => onOpen(entry, true) },
    { ...copyEntry("service name", entry.serviceName), separated: true },
    copyEntry("host", entry.host),
  ];
}

function copyEntry(what: string, text: string | null): MenuEntry {
  return {
    id: what,
    label: `Copy ${what}`,
    icon: "copy",
    isDisabled: !text,
    onAction: () => void (text && copyAloud(text, what)),
  };
}

/** Copies a row's service name. Where there is none the clipboard stays as it is. */
function copyName(entry: Entry) {
  const name = isGroup(entry) ? null : entry.serviceName;
  if (!name) {
    toast({ tone: "info", title: "Nothing was copied", detail: whyNoName(entry) });
    return;
  }
  void copyAloud(name, "service name");
}

function whyNoName(entry: Entry): string {
  if (isGroup(entry)) return `${entry.cluster.name} is a cluster: choose one of its regions.`;
  const { cluster, region, endpoint } = entry;
  const place = `${cluster.name} ${region.region}`;
  return endpoint.kind === "none"
    ? `${place} has no endpoint.`
    : `The endpoint of ${place} has no service name yet.`;
}
