import { cx } from "./cx";
import { Icon } from "./Icon";

/** Which column a table is sorted by, and which way. */
export interface Sort {
  column: string;
  isDown: boolean;
}

interface Props {
  column: { id: string; title: string; compare?: unknown; hideTitle?: boolean };
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  className?: string;
}

/** A column's head: pressed, it sorts up, then down, then not at all. */
export function TableHead({ column, sort, onSort, className }: Props) {
  const order = sort ? (sort.isDown ? "descending" : "ascending") : undefined;
  return (
    <th
      scope="col"
      aria-sort={order}
      className={cx("overflow-hidden px-2 font-normal whitespace-nowrap last:pr-[18px]", className)}
    >
      {column.compare ? (
        <button
          type="button"
          onClick={() => onSort(sort?.isDown ? null : { column: column.id, isDown: sort !== null })}
          className="ring-in -mx-1 inline-flex items-center gap-1 rounded px-1 hover:text-tx"
        >
          {column.title}
          {sort && <Icon name={sort.isDown ? "down" : "up"} size={10} />}
        </button>
      ) : (
        <span className={column.hideTitle ? "sr-only" : undefined}>{column.title}</span>
      )}
    </th>
  );
}

/** The room of rows that are not in the document. */
export function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}
