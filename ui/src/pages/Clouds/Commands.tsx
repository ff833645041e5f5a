import type { ReactNode } from "react";
import type { LookupCommand } from "../../ipc";
import { Icon } from "../../kit";
import { CopyButton } from "../../parts";
import { Failure } from "./Failure";
import { texts } from "./texts";

/** What a lookup will run, or did. */
interface Ran {
  plan: readonly string[];
  commands: readonly LookupCommand[];
}

/** Why commands failed: each reason once, since several commands may fail for the same. */
export function Failures({ view }: { view: Ran }) {
  const failures = view.commands.flatMap((command) =>
    command.state.kind === "failed" ? [command.state.failure] : [],
  );
  const distinct = failures.filter(
    (one, at) => failures.findIndex((other) => other.message === one.message) === at,
  );
  return distinct.map((failure) => <Failure key={failure.message} failure={failure} />);
}

/** What will be run, or was. */
export function Commands({ view, isNext = false }: { view: Ran; isNext?: boolean }) {
  const ran = view.commands;
  const count = ran.length > 0 ? ran.length : view.plan.length;
  if (count === 0) return null;
  return (
    <details className="text-xs">
      <summary className="ring-in flex w-fit cursor-default items-center gap-1.5 rounded text-mut hover:text-tx">
        {ran.length > 0 ? texts.ran(count) : isNext ? texts.runsNext(count) : texts.runs(count)}
        <Icon name="down" size={11} className="text-dim" />
      </summary>
      <ul className="mt-1 rounded-lg border border-line bg-bg px-2.5 py-1">
        {ran.length > 0
          ? ran.map((command) => (
              <CommandLine key={command.text} text={command.text}>
                {outcome(command)}
              </CommandLine>
            ))
          : view.plan.map((text) => <CommandLine key={text} text={text} />)}
      </ul>
    </details>
  );
}

function CommandLine({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <li className="flex items-start gap-1 py-0.5">
      <span className="min-w-0 flex-1 pt-1">
        <span className="mono wrap-anywhere select-text">{text}</span>
        {children && <span className="block text-dim">{children}</span>}
      </span>
      <CopyButton text={text} what={texts.copyCommand} />
    </li>
  );
}

function outcome({ state }: LookupCommand): string {
  switch (state.kind) {
    case "running":
      return texts.running;
    case "stopped":
      return texts.stopped;
    case "done":
      return `${state.result}, ${texts.seconds(state.tookMs)}`;
    case "failed":
      return `${texts.failed}, ${texts.seconds(state.tookMs)}`;
  }
}
