import { type CSSProperties, memo } from "react";
import { cx, StateWord, Tick } from "../../../kit";
import { whyNot } from "../../../parts/endpointState";
import type { Row } from "../rows";
import { NameCell, NumberCell, PrincipalsCell } from "./cells";
import { boxLook, grid, showHost, showService, showZones } from "./columns";

interface Props {
  row: Row;
  index: number;
  top: number;
  isCurrent: boolean;
  isOpen: boolean;
  isSelected: boolean;
  /** Something is selected: the boxes stay in sight. */
  isSelecting: boolean;
  onSelect: (index: number, isRange: boolean) => void;
  /** Details are being read: what is not there yet will come. */
  isReading: boolean;
  mayEdit: string | null;
  onOpen: (row: Row, byKey: boolean) => void;
}

/** One region of one cluster. */
export const RowLine = memo(function RowLine({
  row,
  index,
  top,
  isCurrent,
  isOpen,
  isSelected,
  isSelecting,
  isReading,
  mayEdit,
  onOpen,
  onSelect,
}: Props) {
  const style: CSSProperties = { transform: `translateY(${top}px)` };
  const { state, region } = row;
  return (
    <div
      role="row"
      aria-level={2}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen || undefined}
      aria-label={`${row.cluster.name} ${region.region}`}
      data-index={index}
      tabIndex={isCurrent ? 0 : -1}
      onClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) onSelect(index, event.shiftKey);
        else onOpen(row, false);
      }}
      style={style}
      className={cx(
        grid,
        "group/line ring-in absolute inset-x-0 top-0 h-9 select-none border-b border-line-soft hover:bg-hov",
        isSelected && "!bg-acc-bg",
        isOpen && "!bg-sel shadow-[inset_2px_0_var(--acc)]",
      )}
    >
      <Cell at={1} className="!pr-0">
        <Tick
          label={`Select ${row.cluster.name} ${region.region}`}
          ticked={isSelected ? "all" : "none"}
          excludeFromTabOrder={!isCurrent}
          onPress={(event) => onSelect(index, event.shiftKey)}
          className={cx("-ml-1", boxLook(isSelecting))}
        />
      </Cell>
      <Cell at={2} className="mono">
        <span className="truncate" title={region.region}>
          {region.region}
        </span>
      </Cell>
      <Cell at={3}>
        <StateWord tone={state.tone}>{state.label}</StateWord>
      </Cell>
      <Cell
        at={4}
        className={cx(showService, row.endpoint.kind === "none" && "@min-[940px]:col-span-2")}
      >
        {row.endpoint.kind === "none" ? (
          <span className="truncate text-dim" title={state.meaning}>
            {row.cluster.lacks[0]?.reason ?? "No endpoint in this region"}
          </span>
        ) : (
          <NameCell
            row={row}
            text={row.serviceName}
            what="service name"
            isCurrent={isCurrent}
            isReading={isReading}
          />
        )}
      </Cell>
      {row.endpoint.kind !== "none" && (
        <Cell at={5} className={showHost}>
          <NameCell
            row={row}
            text={row.host}
            what="host"
            isCurrent={isCurrent}
            isReading={isReading}
          />
        </Cell>
      )}
      <Cell at={6}>
        {row.endpoint.kind === "none" ? (
          <CreateLink
            row={row}
            reason={whyNot(row.cluster, mayEdit)}
            isCurrent={isCurrent}
            onOpen={onOpen}
          />
        ) : (
          <PrincipalsCell row={row} />
        )}
      </Cell>
      <Cell at={7} className={showZones}>
        <NumberCell row={row} value={row.zones} isReading={isReading} />
      </Cell>
      <Cell at={8}>
        <NumberCell row={row} value={row.connections} isReading={isReading} />
      </Cell>
    </div>
  );
});

function Cell({
  at,
  className,
  children,
}: {
  at: number;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <div
      role="gridcell"
      aria-colindex={at}
      className={cx("flex min-w-0 items-center gap-1 pr-2.5", className)}
    >
      {children}
    </div>
  );
}

function CreateLink({
  row,
  reason,
  isCurrent,
  onOpen,
}: {
  row: Row;
  reason: string | null;
  isCurrent: boolean;
  onOpen: (row: Row, byKey: boolean) => void;
}) {
  return (
    <button
      type="button"
      tabIndex={isCurrent ? 0 : -1}
      aria-disabled={reason !== null}
      title={reason ?? undefined}
      aria-description={reason ?? undefined}
      onClick={(event) => {
        event.stopPropagation();
        if (reason === null) onOpen(row, true);
      }}
      className={cx("truncate rounded", reason === null ? "text-acc hover:underline" : "text-dim")}
    >
      Create endpoint
    </button>
  );
}
