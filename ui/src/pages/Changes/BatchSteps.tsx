import { useMemo, useState } from "react";
import { type Change, commands, type RunningStep, type Step } from "../../ipc";
import { Button, cx, Dot, Icon, Segments, VirtualList } from "../../kit";
import { RequestLine } from "../../parts";
import { attempt } from "../../parts/save";
import { Conflicts } from "../Review/Conflicts";
import { inOrder } from "../Review/planLines";
import { stepWords } from "../Review/progress";
import { StepDiff } from "../Review/StepDiff";
import { texts as review } from "../Review/texts";
import { attentionOf, type Batch } from "./batches";
import { texts } from "./texts";

type Only = "all" | "open" | "running" | "done";
type Line =
  | { kind: "cluster"; key: string; change: Change }
  | { kind: "step"; key: string; change: Change; running: RunningStep };

/** From this many steps on, differences are shown only on demand. */
const many = 4;

/** A batch's steps by cluster, each with its state. */
export function BatchSteps({ batch, className }: { batch: Batch; className?: string }) {
  const [only, setOnly] = useState<Only>("all");
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(() => linesOf(batch.changes, only), [batch.changes, only]);
  const isLong = batch.steps.length >= many;
  const { tally } = batch;
  const open = tally.failed + attentionOf(tally);
  const options: { id: Only; label: string }[] = [
    { id: "all", label: texts.only.all(tally.all) },
    { id: "open", label: texts.only.open(open) },
    { id: "running", label: texts.only.running(tally.sent + tally.waiting) },
    { id: "done", label: texts.only.done(tally.done) },
  ];
  const unfold = (key: string) =>
    setUnfolded((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <>
      {isLong && (
        <div className="shrink-0 px-5 pb-3">
          <Segments label={texts.show} value={only} options={options} onChange={setOnly} />
        </div>
      )}
      <VirtualList
        label={texts.stepsOf(batch.title)}
        items={lines}
        estimate={(line) => (line.kind === "cluster" ? 34 : isLong ? 37 : 130)}
        className={cx("border-t border-line-soft", className)}
      >
        {(line) =>
          line.kind === "cluster" ? (
            <h3 className="flex h-[34px] items-center gap-2 border-b border-line-soft bg-group px-5 font-medium">
              <span className="truncate">{line.change.clusterName}</span>
            </h3>
          ) : (
            <Row
              change={line.change}
              running={line.running}
              isLong={isLong}
              isUnfolded={!isLong || unfolded.has(line.key)}
              onFold={() => unfold(line.key)}
            />
          )
        }
      </VirtualList>
    </>
  );
}

/** In the review's order. What a step has run into since doesn't move it. */
function linesOf(changes: readonly Change[], only: Only): Line[] {
  const weigh = (step: Step) => (step.warnings.length > 0 ? 1 : 2);
  const ordered = changes.map((change) => ({
    change,
    ...inOrder(change.steps, (running) => running.step, weigh),
  }));
  ordered.sort((a, b) => a.rank - b.rank);
  return ordered.flatMap(({ change, items }): Line[] => {
    const steps = items.filter(({ state }) => only === "all" || placeOf(state.kind) === only);
    if (steps.length === 0) return [];
    const rows = steps.map(
      (running): Line => ({
        kind: "step",
        key: `${change.id} ${running.step.regionId} ${running.step.action} ${running.step.putsBack}`,
        change,
        running,
      }),
    );
    // The heading names a cluster that is the only one.
    return changes.length === 1 ? rows : [{ kind: "cluster", key: change.id, change }, ...rows];
  });
}

function placeOf(kind: RunningStep["state"]["kind"]): Only | "next" {
  switch (kind) {
    case "failed":
    case "conflict":
    case "superseded":
    case "not-confirmed":
      return "open";
    case "sending":
    case "accepted":
    case "in-force":
    case "waiting":
      return "running";
    case "confirmed":
    case "settled":
      return "done";
    default:
      return "next";
  }
}

interface RowProps {
  change: Change;
  running: RunningStep;
  isLong: boolean;
  isUnfolded: boolean;
  onFold: () => void;
}

function Row({ change, running, isLong, isUnfolded, onFold }: RowProps) {
  const { step, state } = running;
  const words = stepWords(state);
  const isLoud =
    state.kind === "failed" || state.kind === "waiting" || isUnfolded || !isQuiet(state.kind);
  const title = (
    <>
      {step.putsBack ? review.putsBack : review.action(step.action)}{" "}
      <span className="mono text-base font-semibold">{step.region}</span>
    </>
  );
  return (
    <section
      aria-label={`${step.putsBack ? review.putsBack : review.action(step.action)} ${change.clusterName} ${step.region}`}
      className={cx("flex flex-col gap-2 border-b border-line-soft px-5", isLong ? "py-2" : "py-3")}
    >
      <div className="flex items-center gap-2">
        {isLong ? (
          <button
            type="button"
            aria-expanded={isUnfolded}
            onClick={onFold}
            className="ring-in -ml-1 flex min-w-0 items-center gap-1.5 rounded px-1 text-left"
          >
            <Icon
              name="right"
              size={11}
              className={cx("text-dim transition-transform", isUnfolded && "rotate-90")}
            />
            <span className="truncate">{title}</span>
          </button>
        ) : (
          <h4 className="min-w-0 truncate font-medium">{title}</h4>
        )}
        <span aria-hidden="true" className="mono flex gap-2 font-semibold">
          {step.added.length > 0 && <span className="text-ok">+{step.added.length}</span>}
          {step.removed.length > 0 && <span className="text-bad">−{step.removed.length}</span>}
        </span>
        <span className="ml-auto flex shrink-0 items-center gap-2 text-sm whitespace-nowrap">
          <Dot tone={words.tone} />
          {words.text}
        </span>
      </div>
      {words.detail && isLoud && (
        <p
          className={cx(
            "text-sm",
            state.kind === "failed" ? "text-bad" : "text-mut",
            isLong && "pl-[18px]",
          )}
        >
          {words.detail}
        </p>
      )}
      <div className={cx("flex flex-col gap-2 empty:hidden", isLong && "pl-[18px]")}>
        {step.replaced && (
          <p className="text-sm text-mut">
            {state.kind === "superseded" ? review.replacedBoth : review.replacedTheirs}
          </p>
        )}
        {step.unseen && <p className="text-sm text-warn">{review.unseen}</p>}
        <Remedy change={change} running={running} />
        {state.kind === "failed" && <RequestLine problem={state.problem} />}
        {isUnfolded && <StepDiff step={step} />}
      </div>
    </section>
  );
}

/** What can be done about a step that did not end as planned. */
function Remedy({ change, running }: { change: Change; running: RunningStep }) {
  const { step, state } = running;
  const again = (
    <div>
      <Button
        size="s"
        icon="refresh"
        onPress={() => attempt(texts.failures.retry, commands.retryStep(change.id, step.regionId))}
      >
        {texts.tryAgain}
      </Button>
    </div>
  );
  switch (state.kind) {
    case "conflict":
      return (
        <Conflicts
          conflicts={state.conflicts}
          region={step.region}
          onDecide={(decision) =>
            attempt(texts.failures.decide, commands.decide(change.id, step.regionId, decision))
          }
        />
      );
    case "superseded":
      return (
        <>
          <ul
            aria-label={texts.currentPrincipals}
            className="mono rounded-md border border-line-soft px-2.5 py-1.5"
          >
            {state.now.map((p) => (
              <li key={p.text} className="break-all">
                {p.text}
              </li>
            ))}
            {state.now.length === 0 && <li className="font-sans text-dim">{texts.noPrincipals}</li>}
          </ul>
          {again}
        </>
      );
    case "failed":
    case "not-confirmed":
      return again;
    default:
      return null;
  }
}

/** Whether a state needs no details while its row is collapsed. */
function isQuiet(kind: RunningStep["state"]["kind"]): boolean {
  return (
    kind === "accepted" ||
    kind === "in-force" ||
    kind === "confirmed" ||
    kind === "planned" ||
    kind === "sending"
  );
}
