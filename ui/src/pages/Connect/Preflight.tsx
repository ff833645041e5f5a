import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  commands,
  type Network,
  type NetworkChoice,
  type PreflightOutcome,
  type PreflightView,
  preflightQuery,
  type Region,
  toProblem,
  useAppState,
} from "../../ipc";
import { announce, Button, cx, Icon, type IconName, Select, Spinner } from "../../kit";
import { ProblemNotice } from "../../parts";
import { useAction } from "../../parts/useAction";
import { CloudAccessDialog } from "../Clouds/CloudAccessDialog";
import { Commands, Failures } from "../Clouds/Commands";
import { Failure } from "../Clouds/Failure";
import { texts as cloudTexts, profileName } from "../Clouds/texts";
import { FixButton } from "./FixButton";
import { texts } from "./texts";

interface Props {
  region: Region;
  network: Network;
  /** Takes the form with a network and its subnets filled in. */
  onFill: (network: Network) => void;
}

/** Whether this network can connect, as the user's own CLI says. */
export function Preflight({ region, network, onFill }: Props) {
  const [wanted, setWanted] = useState<string | null>(null);
  const [settingUp, setSettingUp] = useState(false);
  const query = useQuery(preflightQuery(region.id, network, wanted));
  const active = useAppState()?.active;
  const starting = useAction(() => commands.startPreflight(region.id, network, wanted));
  const view = query.data;
  // In the demo nothing is real, so there is nobody to ask.
  if (!active || active.demo || region.endpoint.kind !== "present") return null;
  if (query.error)
    return <ProblemNotice problem={toProblem(query.error)} onRetry={() => void query.refetch()} />;
  if (!view) return null;
  return (
    <section aria-label={texts.preflight} className="flex flex-col gap-2.5">
      <div className="flex min-h-6 items-center gap-3">
        <h3 className="flex-1 font-medium">{texts.preflight}</h3>
        {view.isOn ? (
          <Start
            view={view}
            isPending={starting.isPending}
            onStart={() => void starting.run()}
            onStop={() => void commands.stopPreflight(region.id).catch(() => {})}
          />
        ) : (
          <Button size="s" onPress={() => setSettingUp(true)}>
            {texts.preflightSetUp}
          </Button>
        )}
      </div>
      <p className="-mt-2 text-xs text-dim">{texts.aboutPreflight[network.consumer.cloud]}</p>
      {view.profiles.length > 1 && (
        <Select
          label={texts.profile}
          value={view.profile ?? ""}
          options={view.profiles.map((name) => ({ id: name, label: profileName(name) }))}
          onChange={setWanted}
        />
      )}
      {starting.problem && <ProblemNotice problem={starting.problem} />}
      {view.obstacle && (
        <Failure
          failure={view.obstacle}
          action={
            <Button size="s" onPress={() => setSettingUp(true)}>
              {view.obstacle.kind === "no-profile"
                ? cloudTexts.selectProfiles
                : cloudTexts.chooseProgram}
            </Button>
          }
        />
      )}
      {view.isRunning && (
        <p role="status" className="flex items-center gap-2 text-xs text-mut">
          <Spinner /> {texts.preflightRunning}
        </p>
      )}
      <Points view={view} region={region} />
      {view.result.networks.map((one) => (
        <Subnets
          key={one.id}
          network={one}
          isOpen={view.result.networks.length === 1}
          onUse={(consumer) => {
            onFill({ ...network, consumer });
            announce(texts.filled(one.id));
          }}
        />
      ))}
      <Failures view={view} />
      <Commands view={view} />
      {isOther(view) && <Commands view={{ plan: view.plan, commands: [] }} isNext />}
      {settingUp && <CloudAccessDialog account={active.name} onClose={() => setSettingUp(false)} />}
    </section>
  );
}

/** Whether it would run other commands now than it did, since the form names another network. */
function isOther({ plan, commands: ran, isRunning }: PreflightView): boolean {
  return ran.length > 0 && !isRunning && plan.some((text) => ran.every((one) => one.text !== text));
}

function Start({
  view,
  isPending,
  onStart,
  onStop,
}: {
  view: PreflightView;
  isPending: boolean;
  onStart: () => void;
  onStop: () => void;
}) {
  if (view.isRunning) {
    return (
      <Button size="s" icon="close" aria-label={texts.preflightStop} onPress={onStop}>
        {cloudTexts.stop}
      </Button>
    );
  }
  if (view.plan.length === 0) return null;
  const label = view.checked ? texts.preflightAgain : texts.preflightRun;
  return (
    <Button
      size="s"
      icon={view.checked ? "refresh" : "play"}
      aria-label={`${label}: ${texts.preflight}`}
      isPending={isPending}
      onPress={onStart}
    >
      {label}
    </Button>
  );
}

const looks: Record<PreflightOutcome, { icon: IconName; color: string; word: string }> = {
  good: { icon: "check", color: "text-ok", word: texts.preflightOutcomes.good },
  warning: { icon: "warning", color: "text-warn", word: texts.preflightOutcomes.warning },
  failed: { icon: "error", color: "text-bad", word: texts.preflightOutcomes.failed },
};

function Points({ view, region }: { view: PreflightView; region: Region }) {
  const { points, grant } = view.result;
  if (points.length === 0) return null;
  return (
    <>
      <ul aria-label={texts.preflightResult} className="flex flex-col gap-1.5 text-sm">
        {points.map((point) => {
          const look = looks[point.outcome];
          return (
            <li key={point.text} className="flex gap-2">
              <Icon name={look.icon} size={14} className={`mt-[2px] ${look.color}`} />
              <span className="min-w-0 wrap-anywhere">
                <span className="sr-only">{look.word}: </span>
                <span className={point.outcome === "good" ? "text-mut" : undefined}>
                  {point.text}
                </span>
                {point.remedy && <span className="block text-xs text-dim">{point.remedy}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {grant && (
        <div>
          <FixButton
            region={region}
            action={{ kind: "add-principal", principal: grant }}
            label={region.cloud === "azure" ? texts.addSubscription : texts.grantAccount}
          />
        </div>
      )}
    </>
  );
}

/** A network's subnets, and the form filled in with those that fit best. */
function Subnets({
  network: { id, subnets, filled },
  isOpen,
  onUse,
}: {
  network: NetworkChoice;
  isOpen: boolean;
  onUse: (consumer: Network["consumer"]) => void;
}) {
  const what = subnets.length > 0 ? texts.fillIn(id) : texts.choose(id);
  return (
    <div className="flex items-start gap-2">
      {subnets.length === 0 && (
        <span className="min-w-0 flex-1 pt-0.5 text-sm wrap-anywhere">{id}</span>
      )}
      {subnets.length > 0 && (
        <details open={isOpen} className="min-w-0 flex-1 text-xs">
          <summary
            aria-label={texts.subnetsOf(id)}
            className="ring-in flex min-h-6 w-fit max-w-full cursor-default items-center gap-1.5 rounded text-mut hover:text-tx"
          >
            <span className="mono truncate">{id}</span>
            <Icon name="down" size={11} className="shrink-0 text-dim" />
          </summary>
          <ul className="mt-1 flex flex-col gap-1">
            {subnets.map(({ id: subnet, name, zone, free, ranges, whyNot }) => (
              <li key={subnet} className={cx("min-w-0", whyNot && "text-dim")}>
                <span className="flex min-w-0 items-baseline gap-2">
                  <bdi className="min-w-0 flex-1 truncate">{name ?? subnet}</bdi>
                  <span className="shrink-0 text-dim">{zone ?? ranges[0]}</span>
                </span>
                <span className="flex min-w-0 items-baseline gap-2 text-dim">
                  {name && (
                    <span className="mono min-w-0 flex-1 truncate select-text">{subnet}</span>
                  )}
                  <span className={cx(!name && "flex-1", whyNot && "text-warn")}>
                    {whyNot ?? (free !== null && texts.free(free))}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {filled && (
        <Button size="s" aria-label={what} onPress={() => onUse(filled)}>
          {texts.use}
        </Button>
      )}
    </div>
  );
}
