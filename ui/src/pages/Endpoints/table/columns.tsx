import type { OwnerNames } from "../../../ipc";
import { StateWord } from "../../../kit";
import type { TableColumn } from "../../../kit/table/columns";
import { cloudName } from "../../../parts";
import type { Row } from "../rows";
import { CreateLink, DraftMark, NameCell, NumberCell, PrincipalsCell, ServiceCell } from "./cells";
import { type Entry, isGroup } from "./entries";
import { layout } from "./layout";

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
      ...layout.region,
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
      ...layout.state,
      isSortable: true,
      cell: ({ state }) => <StateWord tone={state.tone}>{state.label}</StateWord>,
    },
    {
      ...layout.service,
      isSortable: true,
      // Without an endpoint there is no host either, and the reason needs the space.
      joins: ({ endpoint }) => (endpoint.kind === "none" ? "host" : null),
      cell: (row) => <ServiceCell row={row} isReading={isReading} />,
    },
    {
      ...layout.host,
      isSortable: true,
      cell: (row) => row.host && <NameCell text={row.host} what="host" />,
    },
    {
      ...layout.principals,
      isSortable: true,
      cell: (row) =>
        row.endpoint.kind === "none" ? (
          <CreateLink row={row} onCreate={onCreate} />
        ) : (
          <PrincipalsCell row={row} names={names} />
        ),
    },
    {
      ...layout.zones,
      isSortable: true,
      cell: (row) => <NumberCell row={row} value={row.zones} isReading={isReading} />,
    },
    {
      ...layout.connections,
      isSortable: true,
      cell: (row) => <NumberCell row={row} value={row.connections} isReading={isReading} />,
    },
  ];
  return columns.map(({ cell, joins, ...column }) => ({
    ...column,
    cell: (entry) => (isGroup(entry) ? null : cell(entry)),
    joins: joins && ((entry) => (isGroup(entry) ? null : joins(entry))),
  }));
}
