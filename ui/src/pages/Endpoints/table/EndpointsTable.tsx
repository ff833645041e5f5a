import { memo, type Ref, useCallback, useMemo } from "react";
import { useOwnerNames } from "../../../ipc";
import { Table, type TableHandle, type TableSelection } from "../../../kit/table/Table";
import { type Group, type Row, type Sort, sortable } from "../rows";
import { ClusterHeading } from "./ClusterHeading";
import { endpointColumns } from "./columns";
import { childrenOf, type Entry, isGroup, keyOf, nameOf } from "./entries";
import { heights } from "./layout";
import { menuOf, type RowActs } from "./rowMenu";

interface Props {
  groups: readonly Group[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  openId: string | undefined;
  isReading: boolean;
  onOpen: (row: Row, byKey: boolean) => void;
  handle: Ref<TableHandle>;
  selection: TableSelection<Entry>;
  acts: RowActs;
}

/** All endpoints, grouped by cluster. */
export const EndpointsTable = memo(function EndpointsTable(props: Props) {
  const { groups, sort, onSort, openId, isReading, onOpen, handle, selection, acts } = props;
  const names = useOwnerNames();
  const open = useCallback(
    (entry: Entry, byKey: boolean) => {
      if (!isGroup(entry)) onOpen(entry, byKey);
    },
    [onOpen],
  );
  const columns = useMemo(
    () => endpointColumns({ isReading, onCreate: (row) => onOpen(row, true), names }),
    [isReading, onOpen, names],
  );
  return (
    <Table<Entry>
      label="Endpoints"
      name="endpoints"
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
      onCopy={acts.copy}
      menuOf={(entry) => menuOf(entry, acts)}
    />
  );
});

const byCluster: Sort = { column: "cluster", descending: false };

const heightOf = (entry: Entry) => (isGroup(entry) ? heights.group : heights.row);
const heading = (entry: Entry) => (isGroup(entry) ? <ClusterHeading group={entry} /> : null);
