import { memo, type ReactNode } from "react";
import { commands, type Problem, type Snapshot, useSnapshot } from "../ipc";
import { Button, Icon, IconButton, Kbd, ProgressLine, Tooltip } from "../kit";
import { moment, useAge } from "./age";
import { usePalette } from "./palette";

interface Props {
  title: string;
  /** What is on the page isn't read from the service, so it has no age. */
  isAgeless?: boolean;
  children?: ReactNode;
}

/** A page's header: title, age of the data, command palette, and a progress line while loading. */
export const PageHeader = memo(function PageHeader({ title, isAgeless, children }: Props) {
  const { snapshot } = useSnapshot();
  const palette = usePalette();
  return (
    <header className="relative shrink-0">
      <div className="flex h-[52px] items-center gap-2.5 pr-[18px] pl-[18px]">
        <h1 className="text-lg font-semibold">{title}</h1>
        {snapshot && !isAgeless && <Age snapshot={snapshot} />}
        <div className="flex-1" />
        {children}
        <button
          type="button"
          onClick={palette.open}
          className="flex h-[30px] w-44 items-center gap-2 rounded-[7px] border border-line px-2.5 text-left text-sm text-dim hover:border-edge hover:text-tx"
        >
          <Icon name="search" size={14} />
          <span className="flex-1 truncate">Find anything</span>
          <Kbd keys="mod+K" />
        </button>
      </div>
      {snapshot?.phase.kind === "loading" && <Loading phase={snapshot.phase} />}
    </header>
  );
});

function Loading({ phase }: { phase: Extract<Snapshot["phase"], { kind: "loading" }> }) {
  const known = phase.listsComplete && phase.detailsTotal > 0;
  return (
    <div className="absolute inset-x-0 top-0">
      <ProgressLine
        label={
          known
            ? `Loading endpoints, ${phase.detailsDone} of ${phase.detailsTotal}`
            : "Loading clusters and VPCs"
        }
        value={known ? phase.detailsDone / phase.detailsTotal : null}
      />
    </div>
  );
}

function failure({ code }: Problem): string {
  switch (code) {
    case "offline":
      return "Offline";
    case "unavailable":
      return "Service unavailable";
    default:
      return "Couldn't refresh";
  }
}

function Age({ snapshot }: { snapshot: Snapshot }) {
  const { phase, readAt, remembered } = snapshot;
  if (phase.kind === "failed") {
    return (
      <span className="flex min-w-0 items-center gap-2 text-sm">
        <Tooltip text={`${phase.problem.message} ${phase.problem.hint}`}>
          <span className="truncate text-warn">
            {failure(phase.problem)}
            {readAt && ` · showing data from ${moment(readAt)}`}
          </span>
        </Tooltip>
        <Button size="s" icon="refresh" onPress={() => void commands.refresh()}>
          Try again
        </Button>
      </span>
    );
  }
  if (phase.kind === "loading") {
    return (
      <span className="truncate text-sm text-dim">
        {remembered && readAt
          ? `showing data from ${moment(readAt)}, refreshing…`
          : progressOf(phase)}
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1 text-sm whitespace-nowrap text-dim">
      {readAt && <Updated verb={remembered ? "data from" : "updated"} at={readAt} />}
      <IconButton
        label="Refresh"
        icon="refresh"
        size={13}
        onPress={() => void commands.refresh()}
      />
    </span>
  );
}

function Updated({ verb, at }: { verb: string; at: string }) {
  return (
    <span title={moment(at)}>
      {verb} {useAge(at)}
    </span>
  );
}

function progressOf(phase: Extract<Snapshot["phase"], { kind: "loading" }>): string {
  if (!phase.listsComplete) return "loading…";
  return `loading details, ${phase.detailsDone} of ${phase.detailsTotal}`;
}
