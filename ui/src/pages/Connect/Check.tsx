import { useQuery } from "@tanstack/react-query";
import {
  type CheckRun,
  type CheckStep,
  checksQuery,
  commands,
  type Network,
  type Recipes,
  type Region,
  type Trouble,
} from "../../ipc";
import { Button, Icon, type IconName, Spinner } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { Connections } from "../Clouds/Connections";
import { Code } from "./Code";
import { texts } from "./texts";
import type { Connected } from "./useConnected";
import { Waiting } from "./Waiting";

interface Props {
  region: Region;
  network: Network;
  recipes: Recipes;
  connected: Connected;
  onTrouble: (trouble: Trouble) => void;
}

/** Checks the connection from this machine and from inside the network, and shows what the endpoint reports. */
export function Check({ region, network, recipes, connected, onTrouble }: Props) {
  const inside = recipes.artifacts.find((artifact) => artifact.side === "inside");
  return (
    <div className="grid min-h-0 flex-1 grid-cols-2 gap-6 overflow-y-auto p-[18px]">
      <div className="flex min-w-0 flex-col gap-5">
        <FromHere region={region} network={network} onTrouble={onTrouble} />
        <div className="flex flex-col gap-2">
          <Connections region={region} />
          <Waiting region={region} connected={connected} hasList={false} />
        </div>
      </div>
      {inside && (
        <section aria-label={texts.insideNetwork} className="flex min-h-80 min-w-0 flex-col">
          <h3 className="font-medium">{texts.insideNetwork}</h3>
          <p className="text-xs text-dim">{texts.aboutInsideNetwork}</p>
          <Code
            artifact={inside}
            made={{ kind: "artifact", regionId: region.id, network, id: inside.id }}
            className="flex-1"
          />
        </section>
      )}
    </div>
  );
}

function FromHere({ region, network, onTrouble }: Omit<Props, "recipes" | "connected">) {
  const run = useQuery(checksQuery).data?.find((r) => r.regionId === region.id);
  const known = region.endpoint.kind === "present" ? (region.endpoint.host ?? "") : "";
  const { run: start, problem } = useAction(() => commands.startCheck(region.id, network));
  const isRunning = run?.state === "running";
  return (
    <section aria-label={texts.fromHere} className="flex flex-col gap-3">
      <div>
        <h3 className="font-medium">{texts.fromHere}</h3>
        <p className="text-xs text-dim">{texts.aboutFromHere}</p>
      </div>
      <div className="flex items-center gap-3">
        <span className="mono min-w-0 flex-1 truncate text-mut select-text" title={known}>
          {known || texts.noHost}
        </span>
        {isRunning ? (
          <Button icon="close" onPress={() => void commands.stopCheck(region.id).catch(() => {})}>
            {texts.stop}
          </Button>
        ) : (
          <Button
            tone="primary"
            icon="play"
            disabledReason={known ? null : texts.hostMissing}
            onPress={() => void start()}
          >
            {run ? texts.startAgain : texts.start}
          </Button>
        )}
      </div>
      {problem && <ProblemNotice problem={problem} onRetry={() => void start()} />}
      {run && <Steps run={run} onTrouble={onTrouble} />}
    </section>
  );
}

const looks: Record<CheckStep["outcome"], { icon: IconName; color: string; word: string }> = {
  good: { icon: "check", color: "text-ok", word: texts.outcomes.good },
  warning: { icon: "warning", color: "text-warn", word: texts.outcomes.warning },
  failed: { icon: "error", color: "text-bad", word: texts.outcomes.failed },
};
const names: Record<CheckStep["kind"], string> = texts.checks;

function Steps({ run, onTrouble }: { run: CheckRun; onTrouble: (trouble: Trouble) => void }) {
  return (
    <div>
      <ol
        aria-label={texts.results}
        className="divide-y divide-line-soft border-y border-line-soft"
      >
        {run.steps.map((step) => {
          const look = looks[step.outcome];
          const trouble = step.trouble;
          return (
            <li key={`${step.kind} ${step.subject}`} className="flex gap-2.5 py-2 text-sm">
              <Icon name={look.icon} size={14} className={`mt-[2px] ${look.color}`} />
              <div className="min-w-0 flex-1">
                <div className="flex items-baseline gap-2">
                  <span className="sr-only">{look.word}: </span>
                  <span className="w-10 shrink-0 text-mut">{names[step.kind]}</span>
                  <span className="mono min-w-0 flex-1 truncate" title={step.subject}>
                    {step.subject}
                  </span>
                  <span className="mono shrink-0 text-dim tabular-nums">{step.tookMs} ms</span>
                </div>
                <p>{step.text}</p>
                {step.meaning && <p className="text-mut">{step.meaning}</p>}
                {trouble && (
                  <Button tone="link" onPress={() => onTrouble(trouble)}>
                    {texts.howToFix}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      <p role="status" className="flex items-center gap-2 pt-2 text-sm text-mut">
        {run.state === "running" && <Spinner />}
        {verdict(run)}
      </p>
    </div>
  );
}

/** The result of a check in one sentence. */
export function verdict(run: CheckRun): string {
  if (run.state === "running") return texts.checking(run.target.host);
  if (run.state === "stopped") return texts.stopped;
  const failed = run.steps.filter((step) => step.outcome === "failed").length;
  if (failed > 0) return texts.stepsFailed(failed);
  const warned = run.steps.some((step) => step.outcome === "warning");
  return warned ? texts.connectsWithWarnings : texts.connects;
}
