import { StateWord } from "../../../kit";
import type { TableColumn } from "../../../kit/table/columns";
import type { Row } from "../rows";
import { CreateLink, NameCell, NumberCell, PrincipalsCell, ServiceCell } from "./cells";
import { type Entry, isGroup } from "./entries";

interface Context {
  /** Details are being read: what is not there yet will come. */
  isReading: boolean;
  onCreate: (row: Row) => void;
}

/** The columns of a region. A cluster has a heading in their place. */
export function endpointColumns({ isReading, onCreate }: Context): TableColumn<Entry>[] {
  const columns: Omit<TableColumn<Row>, "compare">[] = [
    {
      id: "region",
      title: "Region",
      width: 124,
      isSortable: true,
      cell: ({ region }) => (
        <span className="mono block truncate" title={region.region}>
          {region.region}
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
      width: { min: 140, share: 1.3 },
      showFrom: 540,
      // Where there is no endpoint there is no host either, and the reason needs the room.
      joins: ({ endpoint }) => (endpoint.kind === "none" ? "host" : null),
      cell: (row) => <ServiceCell row={row} isReading={isReading} />,
    },
    {
      id: "host",
      title: "Host",
      width: { min: 120, share: 1.1 },
      showFrom: 940,
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
          <PrincipalsCell row={row} />
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
      title: "Links",
      width: 58,
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
