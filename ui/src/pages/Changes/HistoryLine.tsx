import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type HistoryEntry, type HistoryStep, toProblem } from "../../ipc";
import { Button, Chip, cx, Dot, Icon, StateWord } from "../../kit";
import { auditLog, moment, ProblemNotice } from "../../parts";
import { calendarDay, exactly, shortDay, time } from "../../parts/age";
import { StepDiff } from "../Review/StepDiff";
import { texts as review } from "../Review/texts";
import { lasted, outcome, resultWords, tookEffect, whereabouts } from "./historyLines";
import { texts } from "./texts";

interface Props {
  entry: HistoryEntry;
  isOpen: boolean;
  onFold: () => void;
  /** Why this key can't revert anything. */
  mayNot: string | null;
  onRevert: () => void;
  /** The history is of one endpoint: only that one is reverted. */
  isOfOne?: boolean;
  /** In a narrow place, details go below the title. */
  isNarrow?: boolean;
}

/** One past change; expanded, it shows its steps. */
export function HistoryEntryLine({
  entry,
  isOpen,
  onFold,
  mayNot,
  onRevert,
  isOfOne,
  isNarrow,
}: Props) {
  const end = outcome(entry);
  const isSeen = entry.kind === "seen";
  const who = isSeen ? texts.someoneElse : (entry.profileName ?? entry.accountName);
  return (
    <article
      aria-label={`${entry.title}, ${moment(entry.started)}`}
      className="border-b border-line-soft"
    >
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onFold}
        className={cx(
          "ring-in flex w-full items-center gap-3 px-[18px] text-left hover:bg-hov",
          isNarrow ? "py-2" : "min-h-[38px] py-1.5",
        )}
      >
        <Icon
          name="right"
          size={11}
          className={cx("text-dim transition-transform", isOpen && "rotate-90")}
        />
        <span className="w-16 shrink-0 text-sm whitespace-nowrap text-dim tabular-nums">
          {isNarrow && <span className="block text-xs">{shortDay(entry.started)}</span>}
          {time(entry.started)}
        </span>
        <Icon
          name={isSeen ? "eye" : "history"}
          size={14}
          className={isSeen ? "text-dim" : "text-acc"}
        />
        <span
          className={cx(
            "min-w-0 flex-1",
            !isNarrow && "@min-[920px]:flex @min-[920px]:items-baseline @min-[920px]:gap-3",
          )}
        >
          <span className={cx("block truncate", isSeen ? "text-mut" : "font-medium")}>
            {entry.title}
          </span>
          <span className="block min-w-0 truncate text-sm text-dim">
            {isNarrow ? `${who} · ${end.text}` : whereabouts(entry)}
          </span>
        </span>
        {!isNarrow && (
          <>
            {isSeen ? (
              <span className="w-44 shrink-0">
                <Chip tone="more">{texts.notByPostern}</Chip>
              </span>
            ) : (
              <StateWord tone={end.tone} className="w-44 shrink-0 text-sm">
                {end.text}
              </StateWord>
            )}
            <span className="hidden w-28 shrink-0 truncate text-sm text-dim @min-[920px]:block">
              {who}
            </span>
            <span className="w-16 shrink-0 text-right text-sm text-dim tabular-nums">
              {entry.tookMs !== null && lasted(entry.tookMs)}
            </span>
          </>
        )}
      </button>
      {isOpen && (
        <div
          className={cx(
            "flex flex-col gap-3 pb-4",
            isNarrow ? "px-[18px]" : "pr-[18px] pl-[120px]",
          )}
        >
          <div className="flex items-start gap-4">
            <Facts entry={entry} />
            {entry.revertible > 0 && (
              <Button
                size="s"
                icon="undo"
                disabledReason={mayNot}
                onPress={onRevert}
                className="ml-auto"
              >
                {isOfOne ? texts.revertThis : texts.revert(entry.revertible)}
              </Button>
            )}
          </div>
          {entry.vpc && <AboutVpc vpc={entry.vpc} />}
          <Steps entry={entry} />
          {isSeen && <p className="text-sm text-dim">{auditLog}</p>}
        </div>
      )}
    </article>
  );
}

function Facts({ entry }: { entry: HistoryEntry }) {
  const name = texts.facts;
  const account: [string, string] = [
    name.account,
    name.accountOf(entry.accountName, entry.projectName),
  ];
  const { shortened } = entry;
  const facts: [string, string | null][] = shortened
    ? [
        [name.changed, exactly(entry.started)],
        [name.keptBefore, texts.keptFor(shortened.fromDays)],
        [name.keptAfter, texts.keptFor(shortened.toDays)],
        [name.deleted, texts.changes(shortened.deleted)],
        account,
      ]
    : entry.kind === "seen"
      ? [[name.noticed, exactly(entry.started)], account]
      : [
          [name.started, exactly(entry.started)],
          [name.ended, entry.ended && exactly(entry.ended)],
          [name.duration, entry.tookMs === null ? null : lasted(entry.tookMs)],
          account,
          [name.nameInPostern, entry.profileName],
          [name.reason, entry.note?.reason ?? null],
          [name.ticket, entry.note?.ticket ?? null],
          [name.until, entry.note?.until ? calendarDay(entry.note.until) : null],
        ];
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {facts.map(([name, text]) =>
        text ? (
          <div key={name} className="flex gap-1.5">
            <dt className="text-dim">{name}</dt>
            <dd className="text-mut">{text}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function AboutVpc({ vpc }: { vpc: NonNullable<HistoryEntry["vpc"]> }) {
  const { result, what } = vpc;
  const reason = result.kind === "accepted" ? "" : result.reason;
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <p className="select-text">{what}</p>
      {reason && <p className="text-mut">{reason}</p>}
      {result.kind === "unknown" && <p className="text-mut">{texts.aboutNoAnswer}</p>}
    </div>
  );
}

/** How many steps are shown at first, and how many more with each press. */
const some = 30;
const more = 200;

/** An entry's steps. A page of the history holds only the first ones; the others are read on demand. */
function Steps({ entry }: { entry: HistoryEntry }) {
  const [limit, setLimit] = useState(some);
  const { batch, steps, stepsTotal } = entry;
  const isShort = steps.length < stepsTotal;
  const whole = useQuery({
    queryKey: ["history", "batch", batch],
    queryFn: () => commands.history({ batch }),
    enabled: isShort && limit > steps.length,
    retry: false,
  });
  const all = whole.data?.entries.find((e) => e.batch === batch)?.steps ?? steps;
  const left = stepsTotal - Math.min(limit, all.length);
  return (
    <>
      {all.slice(0, limit).map((step) => (
        <Step key={`${step.regionId} ${step.action} ${step.sent}`} step={step} />
      ))}
      {whole.error && <ProblemNotice problem={toProblem(whole.error)} />}
      {left > 0 && (
        <div>
          <Button size="s" isPending={whole.isFetching} onPress={() => setLimit(limit + more)}>
            {texts.moreSteps(Math.min(left, more), stepsTotal)}
          </Button>
        </div>
      )}
    </>
  );
}

function Step({ step }: { step: HistoryStep }) {
  const { tone, text } = resultWords(step.result);
  return (
    <section aria-label={`${review.action(step.action)} ${step.clusterName} ${step.region}`}>
      <div className="mb-1.5 flex items-center gap-2">
        <h4 className="min-w-0 truncate">
          {step.clusterName} <span className="mono">{step.region}</span>
        </h4>
        {step.action !== "edit" && (
          <Chip tone={step.action === "delete" ? "bad" : "ok"}>
            {step.action === "delete" ? texts.deleted : texts.created}
          </Chip>
        )}
        <span className="ml-auto flex shrink-0 items-center gap-2 text-sm">
          <Dot tone={tone} />
          {text}
        </span>
      </div>
      {step.reason && <p className="mb-1.5 text-sm text-mut">{step.reason}</p>}
      <StepDiff step={step} past={tookEffect(step.result) ? "done" : "not-done"} />
    </section>
  );
}
