import type { BulkPlan, Decision } from "../../ipc";
import { cx, Notice, Tick, VirtualList } from "../../kit";
import { cloudNames } from "../../parts";
import type { Decisions } from "./decide";
import { endpointsIn, type PlanLine } from "./planLines";
import { StepPlan } from "./StepPlan";
import { texts } from "./texts";

interface Props {
  plan: BulkPlan;
  lines: readonly PlanLine[];
  excluded: ReadonlySet<string>;
  decisions: Decisions;
  onLeaveOut: (regionIds: readonly string[], out: boolean) => void;
  onDecide: (regionId: string, decision: Decision) => void;
}

/** The plan's steps by cluster; only visible ones are in the document. */
export function PlanList({ plan, lines, excluded, decisions, onLeaveOut, onDecide }: Props) {
  const isOneOfMany = plan.plans.length > 1;
  // The sheet's title names a cluster that is the only one.
  const shown = isOneOfMany
    ? lines
    : lines.filter((line) => line.kind !== "cluster" || line.plan.blocked !== null);
  const isOnly = plan.plans.length === 1 && endpointsIn(plan.plans[0]?.steps ?? []) === 1;
  return (
    <VirtualList
      label={texts.plannedChanges}
      items={shown}
      estimate={estimate}
      className="min-h-0 flex-1 border-t border-line"
    >
      {(line) => {
        switch (line.kind) {
          case "cluster":
            return <ClusterHead line={line} excluded={excluded} onLeaveOut={onLeaveOut} />;
          case "step":
            return (
              <StepPlan
                plan={line.plan}
                step={line.step}
                isOneOfMany={isOneOfMany}
                isOut={excluded.has(line.step.regionId)}
                decision={decisions.get(line.step.regionId) ?? null}
                onLeaveOut={isOnly ? null : (out) => onLeaveOut([line.step.regionId], out)}
                onDecide={(decision) => onDecide(line.step.regionId, decision)}
              />
            );
          case "unread-head":
            return (
              <h3 className="mt-2 border-t border-line px-5 pt-3 pb-1 font-medium">
                {texts.clustersNotRead(line.clusters)}
              </h3>
            );
          case "unread":
            return (
              <p className="flex gap-3 px-5 py-1 text-sm">
                <span className="w-64 shrink-0 truncate">{line.unread.clusterName}</span>
                <span className="min-w-0 text-mut">{line.unread.problem.message}</span>
              </p>
            );
          case "unsent":
            return <UnsentHead line={line} />;
          case "skipped":
            return (
              <p className="flex gap-3 px-5 py-1 text-sm">
                <span className="w-64 shrink-0 truncate">
                  {line.skipped.clusterName} <span className="mono">{line.skipped.region}</span>
                </span>
                <span className="min-w-0 text-mut">{line.skipped.reason}</span>
              </p>
            );
        }
      }}
    </VirtualList>
  );
}

function estimate(line: PlanLine): number {
  if (line.kind === "step") {
    const { step } = line;
    return 66 + 27 * (step.added.length + step.removed.length) + 56 * step.warnings.length;
  }
  return line.kind === "skipped" || line.kind === "unread" ? 27 : 38;
}

function ClusterHead({
  line,
  excluded,
  onLeaveOut,
}: {
  line: Extract<PlanLine, { kind: "cluster" }>;
  excluded: ReadonlySet<string>;
  onLeaveOut: Props["onLeaveOut"];
}) {
  const { plan, steps } = line;
  const out = steps.filter((s) => excluded.has(s.regionId)).length;
  const ids = steps.map((s) => s.regionId);
  const hasTick = !plan.blocked && steps.length > 0;
  return (
    <div className="border-y border-line-soft bg-group">
      <div className={cx("flex h-9 items-center gap-2 pr-5", hasTick ? "pl-[14px]" : "pl-5")}>
        {hasTick && (
          <Tick
            label={texts.includeCluster(plan.clusterName)}
            ticked={out === 0 ? "all" : out === steps.length ? "none" : "some"}
            onPress={() => onLeaveOut(ids, out === 0)}
          />
        )}
        <h3 className="min-w-0 truncate font-medium">{plan.clusterName}</h3>
        <span className="shrink-0 text-sm text-dim">
          {cloudNames(steps.map((step) => step.cloud))}
          {steps.length > 0 && ` · ${texts.endpoints(endpointsIn(steps))}`}
        </span>
      </div>
      {plan.blocked && (
        <Notice tone="bad" className="mx-5 mb-3" title={plan.blocked.message}>
          {plan.blocked.hint} {texts.clusterBlocked}
        </Notice>
      )}
    </div>
  );
}

function UnsentHead({ line }: { line: Extract<PlanLine, { kind: "unsent" }> }) {
  const { skipped, unchanged } = line;
  return (
    <div className="mt-2 border-t border-line px-5 pt-3 pb-1">
      {skipped.length > 0 && (
        <h3 className="font-medium">{texts.endpointsSkipped(skipped.length)}</h3>
      )}
      {unchanged > 0 && <p className="text-sm text-mut">{texts.endpointsUnchanged(unchanged)}</p>}
    </div>
  );
}
