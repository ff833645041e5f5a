import { type Ref, useEffect, useId } from "react";
import { commands } from "../../../ipc";
import { Dot, IconButton, Notice, StateWord, Tabs } from "../../../kit";
import { linkName } from "../../../parts";
import { whyNot } from "../../../parts/endpointState";
import { useHasDraft } from "../editor/drafts";
import type { Row } from "../rows";
import type { PanelTab } from "../search";
import { texts } from "../texts";
import { Access } from "./Access";
import { Activity } from "./Activity";
import { ConnectTab } from "./ConnectTab";
import { Create } from "./Create";
import { Overview } from "./Overview";

interface Props {
  row: Row;
  tab: PanelTab;
  onTab: (tab: PanelTab) => void;
  onClose: () => void;
  ref?: Ref<HTMLElement>;
}

/** One endpoint, next to the table. */
export function Panel({ row, tab, onTab, onClose, ref }: Props) {
  const heading = useId();
  const { cluster, region, endpoint, state } = row;
  useFreshDetails(region.id, endpoint.kind === "present");
  return (
    <aside
      ref={ref}
      aria-labelledby={heading}
      className="slide-in absolute inset-y-0 right-0 z-40 flex w-[508px] max-w-full flex-col border-l border-line bg-panel shadow-pop @min-[1000px]/page:static @min-[1000px]/page:shadow-none"
    >
      <header className="flex items-start gap-2 px-[18px] pt-3.5 pb-3.5">
        <div className="min-w-0 flex-1">
          <h2
            id={heading}
            className="truncate text-lg font-semibold"
            title={`${cluster.name} · ${region.region}`}
          >
            {cluster.name} · {region.region}
          </h2>
          <p className="flex items-center gap-1.5 text-sm text-dim">
            <span className="truncate">
              {linkName(region.cloud)}
              {row.vpcName && ` · in VPC ${row.vpcName}`}
            </span>
            ·
            <StateWord tone={state.tone} className="shrink-0">
              {state.label}
            </StateWord>
          </p>
        </div>
        <IconButton label={texts.panel.close} icon="close" onPress={onClose} />
      </header>
      <Body row={row} tab={tab} onTab={onTab} />
    </aside>
  );
}

function Body({ row, tab, onTab }: Omit<Props, "onClose" | "ref">) {
  const { cluster, region, endpoint, state } = row;
  const hasDraft = useHasDraft(region.id);
  if (endpoint.kind === "none") {
    return <Create key={region.id} cluster={cluster} region={region} />;
  }
  if (endpoint.kind === "requested") {
    return (
      <div className="border-t border-line px-[18px] py-4">
        <Notice tone="info" title={state.label}>
          {state.meaning}
        </Notice>
      </div>
    );
  }
  return (
    <Tabs<PanelTab>
      label="Endpoint"
      selected={tab}
      onSelect={onTab}
      tabs={[
        {
          id: "overview",
          title: "Overview",
          content: (
            <Overview cluster={cluster} region={region} endpoint={endpoint} vpcName={row.vpcName} />
          ),
        },
        {
          id: "access",
          title: (
            <span className="flex items-center gap-1.5">
              Access
              {hasDraft && (
                <>
                  <Dot tone="info" />
                  <span className="sr-only">{texts.panel.unsent}</span>
                </>
              )}
            </span>
          ),
          content: (
            <Access
              key={region.id}
              cluster={cluster}
              region={region}
              endpoint={endpoint}
              readOnly={whyNot(region.mayEdit)}
            />
          ),
        },
        {
          id: "connect",
          title: "Connect",
          content: <ConnectTab key={region.id} cluster={cluster} region={region} />,
        },
        {
          id: "activity",
          title: "Activity",
          content: <Activity key={region.id} region={region} />,
        },
      ]}
    />
  );
}

/** Reads the endpoint again when the panel opens. */
function useFreshDetails(regionId: string, isPresent: boolean) {
  useEffect(() => {
    // A failure shows in the snapshot, on the endpoint itself.
    if (isPresent) commands.readDetails(regionId).catch(() => {});
  }, [regionId, isPresent]);
}
