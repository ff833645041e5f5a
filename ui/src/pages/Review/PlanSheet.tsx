import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import {
  type BatchId,
  type BulkPlan,
  changesQuery,
  commands,
  type Decision,
  toProblem,
  useOwnerWords,
} from "../../ipc";
import { Button, Dialog, Kbd, Menu, Notice, toast } from "../../kit";
import { copyMade, ProblemNotice } from "../../parts";
import { save } from "../../parts/save";
import { Confirmations, notTyped } from "./Confirmations";
import { type Decisions, undecided } from "./decide";
import { emptyNote, isNoted, Note } from "./Note";
import { PlanBar } from "./PlanBar";
import { PlanList } from "./PlanList";
import { type Only, type PlanTally, planLines, tallyPlan, unreadIds } from "./planLines";
import { NotRead, ReadingOn } from "./ReadAgain";
import type { Asked } from "./review";
import { texts } from "./texts";
import { useReading } from "./useReading";

interface Props {
  /** A short key for `asked`: a goal or a file may be too long to compare at every render. */
  name: string;
  asked: Asked;
  onClose: () => void;
  onSent: (id: BatchId) => void;
}

/** From this many steps on, a plan gets a search field and filters. */
const many = 6;
const none: ReadonlySet<string> = new Set();

/** The review: shows everything that would be sent before anything is sent. */
export function PlanSheet({ name, asked, onClose, onSent }: Props) {
  const client = useQueryClient();
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  // `round` counts its changes: thousands of ids would make a poor query key.
  const [{ excluded, round }, setLeftOut] = useState({ excluded: none, round: 0 });
  const [note, setNote] = useState(emptyNote);
  const [decisions, setDecisions] = useState<Decisions>(new Map());
  const query = useQuery({
    queryKey: ["plan", name],
    queryFn: () => planOf(asked),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const plan = query.data;
  const tally = useMemo(() => plan && tallyPlan(plan, excluded), [plan, excluded]);
  const out = tally?.out ?? [];
  const toType = useQuery({
    queryKey: ["plan", name, "to type", plan?.id, round],
    queryFn: () => (plan ? commands.toType(plan.id, out) : []),
    enabled: plan !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const required = toType.data ?? [];
  const decideAll = useMutation({
    mutationFn: ({ id, decisions }: { id: BatchId; decisions: Decisions }) =>
      commands.decidePlan(id, Object.fromEntries(decisions)),
    onSuccess: (next) => client.setQueryData(["plan", name], next),
    onSettled: () => setDecisions(new Map()),
  });
  const readUnread = useMutation({
    mutationFn: (id: BatchId) => commands.readUnread(id),
    onSuccess: (next) => {
      client.setQueryData(["plan", name], next);
      planDecided(next, decisions, excluded);
    },
  });
  const isReading = query.isFetching || readUnread.isPending || decideAll.isPending;
  const on = useReading(name, plan?.id, isReading);
  const send = useMutation({
    mutationFn: async (id: BatchId) => {
      if (isNoted(note)) await commands.notePlan(id, note);
      return commands.applyBulk(
        id,
        required.map((text) => typed.get(text) ?? ""),
        out,
      );
    },
    onSuccess: (changes, id) => {
      client.setQueryData(changesQuery.queryKey, (known) => [
        ...changes,
        ...(known ?? []).filter((c) => c.batch !== id),
      ]);
      void client.invalidateQueries({ queryKey: changesQuery.queryKey });
      onSent(id);
    },
  });
  const again = () => {
    send.reset();
    decideAll.reset();
    readUnread.reset();
    void query.refetch();
  };

  function decide(regionId: string, decision: Decision) {
    if (!plan) return;
    const now = new Map(decisions).set(regionId, decision);
    setDecisions(now);
    planDecided(plan, now, excluded);
  }

  /** Plans again once the last conflict in an included step is decided. */
  function planDecided(plan: BulkPlan, now: Decisions, excluded: ReadonlySet<string>) {
    if (now.size > 0 && undecided(plan, now, excluded).length === 0)
      decideAll.mutate({ id: plan.id, decisions: now });
  }

  function exclude(ids: readonly string[], out: boolean) {
    const now = new Set(excluded);
    for (const id of ids) out ? now.add(id) : now.delete(id);
    setLeftOut({ excluded: now, round: round + 1 });
    if (plan) planDecided(plan, decisions, now);
  }

  const isUnread = (plan?.unread.length ?? 0) > 0;
  const open = plan ? undecided(plan, new Map(), excluded).length : 0;
  const reason = !plan || !tally ? texts.noPlanYet : whyNotApply(plan, tally, open);
  const missing = toType.isPlaceholderData || !toType.data ? "" : notTyped(required, typed);
  const problem = query.error ?? toType.error ?? decideAll.error ?? readUnread.error ?? send.error;
  const whyNotSend = isReading ? texts.stillReading : (reason ?? whatToType(missing));
  const canSend = plan && tally && tally.steps > 0 && whyNotSend === null && !send.isPending;
  const isTouched =
    excluded.size > 0 ||
    decisions.size > 0 ||
    decideAll.isSuccess ||
    isNoted(note) ||
    [...typed.values()].some((text) => text !== "");
  return (
    <Dialog
      title={plan ? titleOf(plan) : texts.title}
      isOpen
      onClose={onClose}
      onSubmitKey={() => canSend && send.mutate(plan.id)}
      isTouched={isTouched}
      question={texts.discardQuestion}
      width={isSmall(asked) ? "m" : "xl"}
      isBare
      footer={(leave) => (
        <>
          <span className="mr-auto text-sm text-dim">{texts.nothingSent}</span>
          {plan && tally && tally.steps > 0 && (
            <PlanExports plan={plan} excluded={excluded} isSmall={isSmall(asked)} />
          )}
          <Button tone="quiet" onPress={leave}>
            {isReading && !plan ? texts.cancel : texts.back}
          </Button>
          {plan && tally && tally.steps > 0 && (
            <Button
              tone={tally.deletes > 0 ? "danger" : "primary"}
              isPending={send.isPending}
              disabledReason={whyNotSend}
              onPress={() => send.mutate(plan.id)}
            >
              {applyWord(tally)}
              {whyNotSend === null && (
                <Kbd keys="mod+Enter" className="!border-current/25 !text-current" />
              )}
            </Button>
          )}
        </>
      )}
    >
      <div aria-busy={isReading} className="flex min-h-0 flex-1 flex-col">
        {(problem || plan?.blocked || isReading || isUnread || tally?.steps === 0) && (
          <div className="flex shrink-0 flex-col gap-3 px-5 pb-4">
            {isReading && <ReadingOn reading={on?.reading ?? null} onStop={() => on?.stop()} />}
            {problem && <ProblemNotice problem={toProblem(problem)} onRetry={again} />}
            {plan?.blocked && (
              <Notice tone="bad" title={plan.blocked.message} live>
                {plan.blocked.hint}
              </Notice>
            )}
            {plan && isUnread && !isReading && (
              <NotRead plan={plan} onRetry={() => readUnread.mutate(plan.id)} />
            )}
            {plan && tally?.steps === 0 && !plan.blocked && !isUnread && (
              <NothingToDo plan={plan} />
            )}
          </div>
        )}
        {plan && tally && (
          <Steps
            plan={plan}
            tally={tally}
            excluded={excluded}
            decisions={decisions}
            onLeaveOut={exclude}
            onDecide={decide}
          />
        )}
        {plan && tally && tally.steps > 0 && (
          <Note note={note} isGrant={isGrant(plan)} onChange={setNote} />
        )}
        {tally && (
          <Confirmations
            required={required}
            typed={typed}
            onType={(text, now) => setTyped(new Map(typed).set(text, now))}
          />
        )}
      </div>
    </Dialog>
  );
}

function isGrant(plan: BulkPlan): boolean {
  return plan.plans.some((one) => one.steps.some((step) => step.added.length > 0));
}

interface StepsProps {
  plan: BulkPlan;
  tally: PlanTally;
  excluded: ReadonlySet<string>;
  decisions: Decisions;
  onLeaveOut: (ids: readonly string[], out: boolean) => void;
  onDecide: (regionId: string, decision: Decision) => void;
}

function Steps({ plan, tally, ...rest }: StepsProps) {
  const [text, setText] = useState("");
  const [only, setOnly] = useState<Only>("all");
  const wanted = useDeferredValue(text);
  const names = useOwnerWords();
  const lines = useMemo(() => planLines(plan, wanted, only, names), [plan, wanted, only, names]);
  if (lines.length === 0 && text === "" && only === "all") return null;
  const shown = lines.filter((l) => l.kind === "step").length;
  return (
    <>
      {(plan.plans.length > 1 || tally.steps > 1 || plan.skipped.length > 0) && (
        <p className="shrink-0 px-5 pb-3 text-sm text-mut">{extent(plan, tally)}</p>
      )}
      {tally.steps >= many && (
        <PlanBar
          tally={tally}
          shown={shown}
          text={text}
          only={only}
          onText={setText}
          onOnly={setOnly}
        />
      )}
      {lines.length > 0 ? (
        <PlanList plan={plan} lines={lines} {...rest} />
      ) : (
        <p className="border-t border-line px-5 py-8 text-center text-sm text-mut">
          {texts.noMatches}
        </p>
      )}
    </>
  );
}

/** Ways to use the plan outside Postern: commands and a file. */
function PlanExports({
  plan,
  excluded,
  isSmall,
}: {
  plan: BulkPlan;
  excluded: ReadonlySet<string>;
  isSmall: boolean;
}) {
  const unread = unreadIds(plan);
  const steps = plan.plans.flatMap((p) => (unread.has(p.clusterId) ? [] : p.steps));
  const out = steps.flatMap((s) => (excluded.has(s.regionId) ? [s.regionId] : []));
  const without = out.length > 0 ? texts.withoutExcluded(out.length) : undefined;
  const reason = out.length === steps.length ? texts.allExcluded : null;
  const what = { batch: plan.id, exclude: out };
  const copyYbm = () =>
    void copyMade({ kind: "plan-commands", ...what }, texts.ybmCommands).then(
      (ok) => ok && toast({ tone: "ok", title: texts.ybmCopied, detail: without }),
    );
  const exportPlan = () =>
    void save(texts.plan(without), commands.saveMade({ kind: "plan", ...what }));
  if (!isSmall) {
    return (
      <>
        <Button tone="quiet" icon="terminal" disabledReason={reason} onPress={copyYbm}>
          {texts.copyYbm}
        </Button>
        <Button tone="quiet" icon="save" disabledReason={reason} onPress={exportPlan}>
          {texts.exportPlan}
        </Button>
      </>
    );
  }
  return (
    <Menu
      label={texts.moreActions}
      placement="top start"
      trigger={<Button>{texts.more}</Button>}
      entries={[
        {
          id: "ybm",
          label: texts.copyYbm,
          icon: "terminal",
          onAction: copyYbm,
        },
        {
          id: "export",
          label: texts.exportPlan,
          icon: "save",
          onAction: exportPlan,
        },
      ]}
    />
  );
}

function NothingToDo({ plan }: { plan: BulkPlan }) {
  const isBlocked = plan.plans.some((p) => p.steps.length > 0);
  if (isBlocked) return null;
  return (
    <Notice tone="ok" title={texts.nothingToDo}>
      {plan.skipped.length > 0 ? texts.noneCanChange : texts.allUnchanged}
    </Notice>
  );
}

function planOf(asked: Asked): Promise<BulkPlan> {
  if ("revert" in asked)
    return commands.planRevert(asked.revert, asked.regionId === null ? null : [asked.regionId]);
  if ("importText" in asked) return commands.importPlan(asked.importText);
  return commands.planBulk(asked);
}

/** One cluster's draft fits in a small dialog. */
function isSmall(asked: Asked): boolean {
  if (!("kind" in asked)) return false;
  if (asked.kind === "recreate") return asked.regions.length === 1;
  return asked.kind === "drafts" && asked.drafts.length === 1;
}

function titleOf(plan: BulkPlan): string {
  const [first, ...others] = plan.plans;
  return first && others.length === 0 && plan.skipped.length === 0
    ? texts.titleOfCluster(first.clusterName)
    : texts.titleOfPlan(plan.title);
}

function extent(plan: BulkPlan, tally: PlanTally): string {
  const parts = [
    texts.extent(tally.endpoints, tally.clusters),
    tally.excluded > 0 && texts.excludedCount(tally.excluded),
    tally.blocked > 0 && texts.blocked(tally.blocked),
    tally.warnings > 0 && texts.warnings(tally.warnings),
    tally.conflicts > 0 && texts.conflicts(tally.conflicts),
    plan.unread.length > 0 && texts.clustersNotRead(plan.unread.length),
    plan.skipped.length > 0 && texts.skipped(plan.skipped.length),
    plan.unchanged > 0 && texts.unchanged(plan.unchanged),
  ];
  return parts.filter(Boolean).join(" · ");
}

function applyWord({ sent, deletes, creates }: PlanTally): string {
  if (sent === 1 && creates === 1) return texts.createEndpoint;
  if (sent > 0 && deletes === sent) return texts.deleteEndpoints(sent);
  return texts.apply(sent);
}

function whyNotApply(plan: BulkPlan, tally: PlanTally, conflicts: number): string | null {
  if (plan.blocked) return plan.blocked.message;
  if (tally.sent === 0) return texts.allExcluded;
  return conflicts > 0 ? texts.unresolved(conflicts) : null;
}

/** `missing` has not been typed yet; empty: what has to be typed is not known yet. */
function whatToType(missing: string | undefined): string | null {
  if (missing === undefined) return null;
  return missing === "" ? texts.confirmationsUnknown : `${texts.typeToConfirm(missing)}.`;
}
