import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Connection,
  type ConnectionsView,
  commands,
  connectionsQuery,
  type LookupCommand,
  type Region,
  toProblem,
  useAppState,
} from "../../ipc";
import {
  BreakableText,
  Button,
  Chip,
  cx,
  Skeleton,
  Spinner,
  StateWord,
  type Tone,
} from "../../kit";
import { CopyButton, ProblemNotice, useAge } from "../../parts";
import { useAction } from "../../parts/useAction";
import { CloudAccessDialog } from "./CloudAccessDialog";
import { Commands, Failures } from "./Commands";
import { Failure } from "./Failure";
import { notFoundIn, texts } from "./texts";

/** An endpoint's connections, whose they are, and how that is found out. */
export function Connections({ region }: { region: Region }) {
  const query = useQuery(connectionsQuery(region.id));
  const [settingUp, setSettingUp] = useState(false);
  const looking = useAction(() => commands.lookUp(region.id));
  const active = useAppState()?.active;
  const view = query.data;
  if (query.error)
    return <ProblemNotice problem={toProblem(query.error)} onRetry={() => void query.refetch()} />;
  if (!view) return <Skeleton className="h-10 w-full" />;
  // In the demo nothing is real, so there is nobody to ask.
  const canSetUp = active !== undefined && active !== null && !active.demo;
  return (
    <section aria-label={texts.connections} className="flex flex-col gap-2">
      <div className="flex min-h-6 items-center gap-3">
        <h3 className="flex-1 text-xs text-dim">{texts.connections}</h3>
        {view.isRunning ? (
          <>
            <span role="status" className="flex items-center gap-2 text-xs text-mut">
              <Spinner /> {texts.lookingUp}
            </span>
            <Button
              size="s"
              icon="close"
              onPress={() => void commands.stopLookUp(region.id).catch(() => {})}
            >
              {texts.stop}
            </Button>
          </>
        ) : view.isOn && !view.obstacle ? (
          <>
            {view.lookedUp && (
              <span className="text-xs text-dim">
                <Ago at={view.lookedUp} />
              </span>
            )}
            <Button
              size="s"
              icon="refresh"
              disabledReason={view.plan.length === 0 ? texts.none : null}
              isPending={looking.isPending}
              onPress={() => void looking.run()}
            >
              {view.lookedUp ? texts.whoseAgain : texts.whose}
            </Button>
          </>
        ) : (
          canSetUp &&
          !view.isOn && (
            <Button size="s" onPress={() => setSettingUp(true)}>
              {texts.setUp}
            </Button>
          )
        )}
      </div>
      {view.connections.length === 0 ? (
        <p className="border-y border-line-soft py-1.5 text-sm">{texts.none}</p>
      ) : (
        <ul className="divide-y divide-line-soft border-y border-line-soft">
          {view.connections.map((one) => (
            <Line key={one.id} one={one} region={region} view={view} />
          ))}
        </ul>
      )}
      {looking.problem && <ProblemNotice problem={looking.problem} />}
      {view.obstacle && (
        <Failure
          failure={view.obstacle}
          action={
            <Button size="s" onPress={() => setSettingUp(true)}>
              {view.obstacle.kind === "no-profile" ? texts.selectProfiles : texts.chooseProgram}
            </Button>
          }
        />
      )}
      <Failures view={view} />
      {view.leftOut > 0 && <p className="text-xs text-dim">{texts.leftOut(view.leftOut)}</p>}
      <Commands view={view} />
      {settingUp && active && (
        <CloudAccessDialog account={active.name} onClose={() => setSettingUp(false)} />
      )}
    </section>
  );
}

function Ago({ at }: { at: string }) {
  return useAge(at);
}

const tones: Record<NonNullable<Connection["found"]>["phase"], Tone> = {
  connected: "ok",
  waiting: "warn",
  ended: "off",
  unknown: "info",
};

function Line({ one, region, view }: { one: Connection; region: Region; view: ConnectionsView }) {
  const { found } = one;
  const isAws = region.cloud === "aws";
  return (
    <li className="flex flex-col gap-0.5 py-1.5 text-sm">
      <span className="flex min-w-0 items-start gap-1">
        <span className="mono min-w-0 pt-[3px] wrap-anywhere select-text">
          <BreakableText text={one.id} />
        </span>
        <CopyButton text={one.id} what="connection ID" />
      </span>
      {one.owner ? (
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          {one.ownerName && <bdi className="min-w-0 truncate font-medium">{one.ownerName}</bdi>}
          <span className="mono text-xs text-mut select-text">{one.owner}</span>
          {one.standing && (
            <Chip tone={one.standing === "not-listed" ? "warn" : "default"}>
              {texts.standing[one.standing]}
            </Chip>
          )}
        </span>
      ) : (
        <NotFound view={view} region={region} />
      )}
      {found && (
        <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-xs text-mut">
          <StateWord tone={tones[found.phase]}>{found.state}</StateWord>
          {found.name && !one.id.endsWith(found.name) && (
            <bdi className="min-w-0 truncate text-tx">{found.name}</bdi>
          )}
          {found.network && (
            <span>
              {isAws ? texts.network.aws : texts.network.other}{" "}
              <span className="mono select-text">{found.network}</span>
            </span>
          )}
          {found.subnets.length > 0 && (
            <span>
              {!isAws && texts.subnet}{" "}
              <span className="mono select-text">{found.subnets.join(", ")}</span>
            </span>
          )}
          {found.privateDns !== null && <span>{texts.privateDns(found.privateDns)}</span>}
          {found.addresses.length > 0 && (
            <span className="mono select-text">{found.addresses.join(", ")}</span>
          )}
          {found.tags.map((tag) => (
            <Chip key={tag.key} tone="more">
              {tag.value === "" ? tag.key : `${tag.key}: ${tag.value}`}
            </Chip>
          ))}
        </span>
      )}
      {found?.message && (
        <span className={cx("text-xs", found.phase === "ended" ? "text-warn" : "text-mut")}>
          {found.message}
        </span>
      )}
      {!one.isReported && <span className="text-xs text-dim">{texts.notReported}</span>}
    </li>
  );
}

/** That nobody has a connection is known only of what could be read. */
function NotFound({ view, region }: { view: ConnectionsView; region: Region }) {
  const isDone = ({ state }: LookupCommand) => state.kind === "done";
  if (view.isRunning || !view.commands.some(isDone)) return null;
  return (
    <span className="text-xs text-dim">
      {view.commands.every(isDone) && view.leftOut === 0
        ? notFoundIn(region.cloud)
        : texts.notFoundInRead}
    </span>
  );
}
