import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { memo, type ReactNode, useMemo } from "react";
import { type Active, type Cluster, findingCountsQuery, useAppState, useSnapshot } from "../ipc";
import { cx, Icon, type IconName, Kbd } from "../kit";
import { number } from "../kit/number";
import { AccountMenu } from "./AccountMenu";
import { ChangeTray } from "./ChangeTray";
import { canLock } from "./canLock";
import { useKeptSearch } from "./keptPages";
import { Logo } from "./Logo";
import { texts } from "./texts";

/** The sidebar: pages, changes in progress, and the account. Findings and changes are shown once it is unlocked. */
export function Rail({ active, onLock }: { active: Active; onLock: () => void }) {
  const isUnlocked = active.status.kind === "unlocked";
  const counts = useCounts();
  const state = useAppState();
  return (
    <nav
      aria-label={texts.navigation}
      className="flex min-h-0 flex-col gap-0.5 border-r border-line bg-rail px-2.5 py-3.5"
    >
      <div className="flex items-center gap-[9px] px-2 pt-0.5 pb-4 text-[14px] font-semibold">
        <Logo />
        Postern
      </div>
      <Item
        to="/endpoints"
        icon="endpoint"
        label={texts.pages.endpoints}
        count={counts?.endpoints}
      />
      <Item to="/connect" icon="connect" label={texts.pages.connect} />
      <Item to="/topology" icon="topology" label={texts.pages.topology} />
      <Item to="/clusters" icon="cluster" label={texts.pages.clusters} count={counts?.clusters} />
      <Item to="/vpcs" icon="vpc" label={texts.pages.vpcs} count={counts?.vpcs} />
      {isUnlocked ? <Findings /> : <Item to="/access" icon="access" label={texts.pages.access} />}
      <Item to="/changes" icon="history" label={texts.pages.changes} />
      {isUnlocked && <ChangeTray />}
      <div className="flex-1" />
      {active.demo && (
        <div className="my-1.5 rounded-md border border-dashed border-warn/50 px-2 py-[5px] text-xs text-warn">
          {texts.demo}
        </div>
      )}
      <Item to="/settings" icon="settings" label={texts.pages.settings} />
      {state && canLock(state) && (
        <button
          type="button"
          onClick={onLock}
          className={look}
          aria-keyshortcuts="Control+L Meta+L"
        >
          <Icon name="lock" />
          {texts.lock}
          <Kbd keys="mod+L" className="ml-auto" />
        </button>
      )}
      <div className="mt-1.5">
        <AccountMenu />
      </div>
    </nav>
  );
}

/** The link to Access, with the number of findings. */
function Findings() {
  const { data: counts } = useQuery(findingCountsQuery);
  const { serious, warnings, notes } = counts ?? { serious: 0, warnings: 0, notes: 0 };
  const figure = serious + warnings + notes;
  return (
    <Item
      to="/access"
      icon="access"
      label={texts.pages.access}
      more={figure > 0 ? texts.findings(figure) : undefined}
      count={
        figure > 0 ? (
          <span
            title={texts.findingsByKind(serious, warnings, notes)}
            className={cx(
              "rounded-full px-1.5 py-px",
              serious > 0 && "bg-bad-bg text-bad",
              serious === 0 && warnings > 0 && "bg-warn-bg text-warn",
            )}
          >
            {figure}
          </span>
        ) : undefined
      }
    />
  );
}

const look =
  "ring-in flex items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-mut hover:bg-hov hover:text-tx";

const Item = memo(function Item({
  to,
  icon,
  label,
  more,
  count,
}: {
  to:
    | "/endpoints"
    | "/connect"
    | "/topology"
    | "/clusters"
    | "/vpcs"
    | "/access"
    | "/changes"
    | "/settings";
  icon: IconName;
  label: string;
  /** Read by screen readers after the label. */
  more?: string;
  count?: ReactNode;
}) {
  const search = useKeptSearch(to);
  return (
    <Link
      to={to}
      search={search}
      aria-label={more && label + more}
      className={look}
      activeProps={{ className: "!bg-acc-bg !text-tx font-medium" }}
      activeOptions={{ includeSearch: false }}
    >
      <Icon name={icon} />
      {label}
      {count !== undefined && (
        <span aria-hidden="true" className="ml-auto text-[11px] font-medium text-dim tabular-nums">
          {typeof count === "number" ? number(count) : count}
        </span>
      )}
    </Link>
  );
});

// Snapshots share the clusters that didn't change.
const counted = new WeakMap<Cluster, number>();

function endpointsOf(cluster: Cluster): number {
  let endpoints = counted.get(cluster);
  if (endpoints === undefined) {
    endpoints = cluster.regions.filter(({ endpoint }) => endpoint.kind !== "none").length;
    counted.set(cluster, endpoints);
  }
  return endpoints;
}

function useCounts() {
  const { snapshot } = useSnapshot();
  return useMemo(() => {
    const isReading = snapshot?.phase.kind === "loading" && !snapshot.phase.listsComplete;
    if (!snapshot || (isReading && snapshot.clusters.length === 0)) return null;
    let endpoints = 0;
    for (const cluster of snapshot.clusters) endpoints += endpointsOf(cluster);
    return { endpoints, clusters: snapshot.clusters.length, vpcs: snapshot.vpcs.length };
  }, [snapshot]);
}
