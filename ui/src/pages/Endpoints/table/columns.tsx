import type { OwnerNames } from "../../../ipc";
import { StateWord } from "../../../kit";
import type { TableColumn } from "../../../kit/table/columns";
import { cloudName } from "../../../parts";
import type { Row } from "../rows";
import { CreateLink, DraftMark, NameCell, NumberCell, PrincipalsCell, ServiceCell } from "./cells";
import { type Entry, isGroup } from "./entries";

interface Context {
  /** Details are loading: what is missing will still come. */
  isReading: boolean;
  onCreate: (row: Row) => void;
  names: OwnerNames;
}

/** The columns of a region. A cluster has a heading in their place. */
export function endpointColumns({ isReading, onCreate, names }: Context): TableColumn<Entry>[] {
  const columns: Omit<TableColumn<Row>, "compare">[] = [
    {
      id: "region",
      title: "Region",
      width: 124,
      isSortable: true,
      cell: ({ cluster, region }) => (
        <span className="flex min-w-0 items-baseline gap-1.5" title={region.region}>
          <span className="mono min-w-0 truncate">{region.region}</span>
          <DraftMark regionId={region.id} />
          {cluster.clouds.length > 1 && (
            <span className="shrink-0 text-xs text-dim">{cloudName(region.cloud)}</span>
          )}
        </span>
      ),
    },
    {
      id: "state",
      title: "State",
      width: 116,
      isSortable: true,
      cell: ({ state }) => <StateWord tone={state.tone}>{state.label}</StateWord>,
    },
    {
      id: "service",
      title: "Service name",
      isSortable: true,
      width: { min: 140, share: 1.3 },
      showFrom: 540,
      // Without an endpoint there is no host either, and the reason needs the space.
      joins: ({ endpoint }) => (endpoint.kind === "none" ? "host" : null),
      cell: (row) => <ServiceCell row={row} isReading={isReading} />,
    },
    {
      id: "host",
      title: "Host",
      isSortable: true,
      width: { min: 120, share: 1.1 },
      showFrom: 980,
      cell: (row) => row.host && <NameCell text={row.host} what="host" />,
    },
    {
      id: "principals",
      title: "Principals",
      width: { min: 110, share: 1.2 },
      isSortable: true,
      cell: (row) =>
        row.endpoint.kind === "none" ? (
          <CreateLink row={row} onCreate={onCreate} />
        ) : (
          <PrincipalsCell row={row} names={names} />
        ),
    },
    {
      id: "zones",
      title: "Zones",
      width: 62,
      showFrom: 700,
      isSortable: true,
      isNumber: true,
      cell: (row) => <NumberCell row={row} value={row.zones} isReading={isReading} />,
    },
    {
      id: "connections",
      title: "Connections",
      width: 94,
      isSortable: true,
      isNumber: true,
      cell: (row) => <NumberCell row={row} value={row.connections} isReading={isReading} />,
    },
  ];
  return columns.map(({ cell, joins, ...column }) => ({
    ...column,
    cell: (entry) => (isGroup(entry) ? null : cell(entry)),
    joins: joins && ((entry) => (isGroup(entry) ? null : joins(entry))),
  }));
}
