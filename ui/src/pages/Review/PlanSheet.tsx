import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import {
  type BatchId,
  type BulkPlan,
  changesQuery,
  commands,
  type Decision,
  toProblem,
} from "../../ipc";
import { Button, Dialog, Menu, Notice, toast } from "../../kit";
import { copy, count, ProblemNotice } from "../../parts";
import { attempt, save, today } from "../../parts/save";
import { Confirmations, notTyped } from "./Confirmations";
import { type Decisions, undecided } from "./decide";
import { PlanBar } from "./PlanBar";
import { PlanList } from "./PlanList";
import { type Only, type PlanTally, planLines, tallyPlan, unreadIds } from "./planLines";
import { NotRead, ReadingOn } from "./ReadAgain";
import type { Asked } from "./review";
import { useReading } from "./useReading";

interface Props {
  /** Names what is asked: a goal or a file may be long, and is not looked through at every drawing. */
  name: string;
  asked: Asked;
  onClose: () => void;
  onSent: (id: BatchId) => void;
}

/** From how many steps on a plan needs ways to find something in it. */
const many = 6;
const none: ReadonlySet<string> = new Set();

/** The review: everything that would be sent, before anything is. */
export function PlanSheet({ name, asked, onClose, onSent }: Props) {
  const client = useQueryClient();
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  // A round for each change of it: thousands of ids are no key.
  const [{ leftOut, round }, setLeftOut] = useState({ leftOut: none, round: 0 });
  const [decisions, setDecisions] = useState<Decisions>(new Map());
  const query = useQuery({
    queryKey: ["plan", name],
    queryFn: () => planOf(asked),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const plan = query.data;
  const tally = useMemo(() => plan && tallyPlan(plan, leftOut), [plan, leftOut]);
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
  const texts = toType.data ?? [];
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
      planDecided(next, decisions, leftOut);
    },
  });
  const isReading = query.isFetching || readUnread.isPending || decideAll.isPending;
  const on = useReading(name, plan?.id, isReading);
  const send = useMutation({
    mutationFn: (id: BatchId) =>
      commands.applyBulk(
        id,
        texts.map((text) => typed.get(text) ?? ""),
        out,
      ),
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
    planDecided(plan, now, leftOut);
  }

  /** Plans again when the last conflict that is to be sent is decided. */
  function planDecided(plan: BulkPlan, now: Decisions, leftOut: ReadonlySet<string>) {
    if (now.size > 0 && undecided(plan, now, leftOut).length === 0)
      decideAll.mutate({ id: plan.id, decisions: now });
  }

  function leaveOut(ids: readonly string[], out: boolean) {
    const now = new Set(leftOut);
    for (const id of ids) out ? now.add(id) : now.delete(id);
    setLeftOut({ leftOut: now, round: round + 1 });
    if (plan) planDecided(plan, decisions, now);
  }

  const isUnread = (plan?.unread.length ?? 0) > 0;
  const open = plan ? undecided(plan, new Map(), leftOut).length : 0;
  const reason = !plan || !tally ? "The plan is not there yet." : hindrance(plan, tally, open);
  const missing = toType.isPlaceholderData || !toType.data ? "" : notTyped(texts, typed);
  const problem = query.error ?? toType.error ?? decideAll.error ?? readUnread.error ?? send.error;
  const isTouched =
    leftOut.size > 0 ||
    decisions.size > 0 ||
    decideAll.isSuccess ||
    [...typed.values()].some((text) => text !== "");
  return (
    <Dialog
      title={plan ? titleOf(plan) : "Review changes"}
      isOpen
      onClose={onClose}
      isTouched={isTouched}
      question="Discard what you chose in this review?"
      width={isSmall(asked) ? "m" : "xl"}
      isBare
      footer={(leave) => (
        <>
          <span className="mr-auto text-sm text-dim">Nothing has been sent yet.</span>
          {plan && tally && tally.steps > 0 && (
            <Take plan={plan} leftOut={leftOut} isSmall={isSmall(asked)} />
          )}
          <Button tone="quiet" onPress={leave}>
            {isReading && !plan ? "Cancel" : "Back"}
          </Button>
          {plan && tally && tally.steps > 0 && (
            <Button
              tone={tally.deletes > 0 ? "danger" : "primary"}
              isPending={send.isPending}
              disabledReason={isReading ? stillReading : (reason ?? untyped(missing))}
              onPress={() => send.mutate(plan.id)}
            >
              {applyWord(tally)}
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
            leftOut={leftOut}
            decisions={decisions}
            onLeaveOut={leaveOut}
            onDecide={decide}
          />
        )}
        {tally && (
          <Confirmations
            texts={texts}
            typed={typed}
            onType={(text, now) => setTyped(new Map(typed).set(text, now))}
          />
        )}
      </div>
    </Dialog>
  );
}

interface StepsProps {
  plan: BulkPlan;
  tally: PlanTally;
  leftOut: ReadonlySet<string>;
  decisions: Decisions;
  onLeaveOut: (ids: readonly string[], out: boolean) => void;
  onDecide: (regionId: string, decision: Decision) => void;
}

function Steps({ plan, tally, ...rest }: StepsProps) {
  const [text, setText] = useState("");
  const [only, setOnly] = useState<Only>("all");
  const wanted = useDeferredValue(text);
  const lines = useMemo(() => planLines(plan, wanted, only), [plan, wanted, only]);
  if (lines.length === 0 && text === "" && only === "all") return null;
  const shown = lines.filter((l) => l.kind === "step").length;
  return (
    <>
      {plan.plans.length > 1 && (
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
        <p className="border-t border-line px-5 py-8 text-center text-sm text-mut">No step fits.</p>
      )}
    </>
  );
}

/** The plan as something to take along. */
function Take({
  plan,
  leftOut,
  isSmall,
}: {
  plan: BulkPlan;
  leftOut: ReadonlySet<string>;
  isSmall: boolean;
}) {
  const unread = unreadIds(plan);
  const steps = plan.plans.flatMap((p) => (unread.has(p.clusterId) ? [] : p.steps));
  const out = steps.flatMap((s) => (leftOut.has(s.regionId) ? [s.regionId] : []));
  const without = out.length > 0 ? `without ${count(out.length, "step")} left out` : undefined;
  const reason = out.length === steps.length ? nothingLeft : null;
  const copyYbm = () =>
    attempt(
      "copy the commands",
      commands
        .ybmCommands(plan.id, out)
        .then((text) => copy(text, "the ybm commands"))
        .then(
          (ok) => ok && toast({ tone: "ok", title: "Copied the ybm commands", detail: without }),
        ),
    );
  const exportPlan = () =>
    void save(
      `postern-plan-${today()}.json`,
      without ? `the plan ${without}` : "the plan",
      commands.exportPlan(plan.id, out),
    );
  if (!isSmall) {
    return (
      <>
        <Button tone="quiet" icon="terminal" disabledReason={reason} onPress={copyYbm}>
          Copy as ybm commands
        </Button>
        <Button tone="quiet" icon="save" disabledReason={reason} onPress={exportPlan}>
          Export plan…
        </Button>
      </>
    );
  }
  return (
    <Menu
      label="Take the plan along"
      placement="top start"
      trigger={<Button>More</Button>}
      entries={[
        {
          id: "ybm",
          label: "Copy as ybm commands",
          icon: "terminal",
          onAction: copyYbm,
        },
        {
          id: "export",
          label: "Export plan…",
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
    <Notice tone="ok" title="Nothing to do">
      {plan.skipped.length > 0
        ? "Nothing of it can or need be changed; the reasons are below."
        : "The endpoints are as you want them already."}
    </Notice>
  );
}

function planOf(asked: Asked): Promise<BulkPlan> {
  if ("revert" in asked)
    return commands.planRevert(asked.revert, asked.regionId === null ? null : [asked.regionId]);
  if ("importText" in asked) return commands.importPlan(asked.importText);
  return commands.planBulk(asked);
}

/** One cluster's draft fits a small dialog. */
function isSmall(asked: Asked): boolean {
  return "kind" in asked && asked.kind === "drafts" && asked.drafts.length === 1;
}

function titleOf(plan: BulkPlan): string {
  const [first, ...others] = plan.plans;
  return first && others.length === 0 && plan.skipped.length === 0
    ? `Review changes to ${first.clusterName}`
    : `Review: ${plan.title}`;
}

function extent(plan: BulkPlan, tally: PlanTally): string {
  const parts = [
    `${count(tally.sent, "endpoint")} in ${count(tally.clusters, "cluster")}`,
    tally.warnings > 0 && count(tally.warnings, "warning"),
    tally.conflicts > 0 && count(tally.conflicts, "conflict"),
    plan.unread.length > 0 && `${count(plan.unread.length, "cluster")} not read`,
    plan.skipped.length > 0 && `${plan.skipped.length} skipped`,
    plan.unchanged > 0 && `${plan.unchanged} as wanted already`,
  ];
  return parts.filter(Boolean).join(" · ");
}

function applyWord({ sent, deletes, creates }: PlanTally): string {
  if (sent === 1 && deletes === 1) return "Delete endpoint";
  if (sent === 1 && creates === 1) return "Create endpoint";
  if (sent > 0 && deletes === sent) return `Delete ${count(sent, "endpoint")}`;
  return sent === 1 ? "Apply change" : `Apply ${count(sent, "change")}`;
}

const stillReading = "The clusters are still being read.";
const nothingLeft = "Every step is left out.";

function hindrance(plan: BulkPlan, tally: PlanTally, conflicts: number): string | null {
  if (plan.blocked) return plan.blocked.message;
  if (tally.sent === 0) return nothingLeft;
  if (conflicts === 1) return "Decide about the conflict first, or leave it out.";
  if (conflicts > 1) return `Decide about the ${conflicts} conflicts first, or leave them out.`;
  return null;
}

/** `missing` is what is not typed yet; empty: it is not known yet what has to be. */
function untyped(missing: string | undefined): string | null {
  if (missing === undefined) return null;
  return missing === "" ? "What has to be typed is not known yet." : `Type ${missing} to confirm.`;
}
