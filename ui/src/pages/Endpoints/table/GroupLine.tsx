import { type CSSProperties, memo } from "react";
import { cx, Icon, Tick, type Ticked } from "../../../kit";
import { cloudName, count, StateOfCluster } from "../../../parts";
import type { Group } from "../rows";
import { boxLook } from "./columns";

interface Props {
  group: Group;
  index: number;
  top: number;
  isOpen: boolean;
  isSticky: boolean;
  isCurrent: boolean;
  ticked: Ticked;
  /** Something is selected: the boxes stay in sight. */
  isSelecting: boolean;
  onSelect: (index: number, isRange: boolean) => void;
  onFold: (clusterId: string, open: boolean) => void;
}

/** A cluster's heading: it stays in sight as long as one of its rows does. */
export const GroupLine = memo(function GroupLine({
  group,
  index,
  top,
  isOpen,
  isSticky,
  isCurrent,
  ticked,
  isSelecting,
  onSelect,
  onFold,
}: Props) {
  const { cluster } = group;
  const style: CSSProperties = isSticky ? {} : { transform: `translateY(${top}px)` };
  const regions = count(cluster.regions.length, "region");
  const hidden = cluster.regions.length - group.rows.length;
  const facts = [
    cloudName(cluster.cloud),
    cluster.vpcNames.join(", "),
    hidden > 0 ? `${group.rows.length} of ${regions}` : regions,
  ];
  return (
    <div
      role="row"
      aria-level={1}
      aria-expanded={isOpen}
      aria-rowindex={index + 2}
      aria-label={cluster.name}
      data-index={index}
      tabIndex={isCurrent ? 0 : -1}
      aria-selected={ticked === "all"}
      onClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) onSelect(index, event.shiftKey);
        else onFold(cluster.id, !isOpen);
      }}
      style={style}
      className={cx(
        "group/line ring-in inset-x-0 top-0 flex h-[34px] select-none border-b border-line-soft bg-group pr-[18px] pl-3",
        isSticky ? "sticky z-10" : "absolute",
      )}
    >
      <div
        role="gridcell"
        aria-colindex={1}
        aria-colspan={8}
        className="flex min-w-0 flex-1 items-center gap-[9px]"
      >
        <Tick
          label={`Select ${cluster.name}`}
          ticked={ticked}
          excludeFromTabOrder={!isCurrent}
          onPress={(event) => onSelect(index, event.shiftKey)}
          className={cx("-mx-1", boxLook(isSelecting))}
        />
        <Icon
          name="right"
          size={12}
          className={cx("text-dim transition-transform", isOpen && "rotate-90")}
        />
        <span
          className="shrink-0 truncate font-medium"
          title={cluster.name}
          style={{ maxWidth: "50%" }}
        >
          {cluster.name}
        </span>
        <span className="min-w-0 truncate text-sm text-dim">
          {facts.filter(Boolean).join(" · ")}
        </span>
        {cluster.problem && (
          <span
            className="flex shrink-0 items-center gap-1 text-sm text-warn"
            title={`${cluster.problem.message} ${cluster.problem.hint}`}
          >
            <Icon name="warning" size={12} />
            not read again
          </span>
        )}
        <StateOfCluster cluster={cluster} className="ml-auto shrink-0 text-sm text-dim" />
      </div>
    </div>
  );
});
