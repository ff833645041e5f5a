import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Active, useSnapshot } from "../ipc";
import { Icon, type IconName, Kbd } from "../kit";
import { AccountMenu } from "./AccountMenu";
import { ChangeTray } from "./ChangeTray";
import { Logo } from "./Logo";

/** The way between the pages, what is being changed, and whose account this is. */
export function Rail({ active, onLock }: { active: Active; onLock: () => void }) {
  const counts = useCounts();
  return (
    <nav
      aria-label="Postern"
      className="flex min-h-0 flex-col gap-0.5 border-r border-line bg-rail px-2.5 py-3.5"
    >
      <div className="flex items-center gap-[9px] px-2 pt-0.5 pb-4 text-[14px] font-semibold">
        <Logo />
        Postern
      </div>
      <Item to="/endpoints" icon="endpoint" label="Endpoints" count={counts?.endpoints} />
      <Item to="/clusters" icon="cluster" label="Clusters" count={counts?.clusters} />
      <Item to="/vpcs" icon="vpc" label="VPCs" count={counts?.vpcs} />
      <ChangeTray />
      <div className="flex-1" />
      {active.demo && (
        <div className="my-1.5 rounded-md border border-dashed border-warn/50 px-2 py-[5px] text-xs text-warn">
          Demo account, nothing is real
        </div>
      )}
      <Item to="/settings" icon="settings" label="Settings" />
      {!active.demo && (
        <button
          type="button"
          onClick={onLock}
          className={look}
          aria-keyshortcuts="Control+L Meta+L"
        >
          <Icon name="lock" />
          Lock
          <Kbd keys="mod+L" className="ml-auto" />
        </button>
      )}
      <div className="mt-1.5">
        <AccountMenu />
      </div>
    </nav>
  );
}

const look =
  "ring-in flex items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-mut hover:bg-hov hover:text-tx";

function Item({
  to,
  icon,
  label,
  count,
}: {
  to: "/endpoints" | "/clusters" | "/vpcs" | "/settings";
  icon: IconName;
  label: string;
  count?: number;
}) {
  return (
    <Link
      to={to}
      className={look}
      activeProps={{ className: "!bg-acc-bg !text-tx font-medium" }}
      activeOptions={{ includeSearch: false }}
    >
      <Icon name={icon} />
      {label}
      {count !== undefined && (
        <span aria-hidden="true" className="ml-auto text-[11px] font-medium text-dim tabular-nums">
          {count.toLocaleString("en")}
        </span>
      )}
    </Link>
  );
}

function useCounts() {
  const { snapshot } = useSnapshot();
  return useMemo(() => {
    const isReading = snapshot?.phase.kind === "loading" && !snapshot.phase.listsComplete;
    if (!snapshot || (isReading && snapshot.clusters.length === 0)) return null;
    let endpoints = 0;
    for (const cluster of snapshot.clusters) {
      for (const region of cluster.regions) if (region.endpoint.kind !== "none") endpoints += 1;
    }
    return { endpoints, clusters: snapshot.clusters.length, vpcs: snapshot.vpcs.length };
  }, [snapshot]);
}
