import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ChangeId, changesQuery, commands, type Draft, type Plan, toProblem } from "../../ipc";
import { Button, Dialog, Notice, Spinner } from "../../kit";
import { ProblemNotice } from "../../parts";
import { decided } from "./decide";
import { StepPlan } from "./StepPlan";

interface Props {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onClose: () => void;
  onSent: (id: ChangeId) => void;
}

/** The review: everything that would be sent, before anything is. */
export function PlanDialog({ draft, onDraft, onClose, onSent }: Props) {
  const client = useQueryClient();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const plan = useQuery({
    queryKey: ["plan", draft],
    queryFn: () => commands.planChange(draft),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const send = useMutation({
    mutationFn: (ready: Plan) =>
      commands.applyChange(
        ready.id,
        ready.steps.flatMap((s) =>
          s.typeToConfirm === null ? [] : [(typed[s.regionId] ?? "").trim()],
        ),
      ),
    onSuccess: (change) => {
      client.setQueryData(changesQuery.queryKey, (known) => [
        change,
        ...(known ?? []).filter((c) => c.id !== change.id),
      ]);
      void client.invalidateQueries({ queryKey: changesQuery.queryKey });
      onSent(change.id);
    },
  });
  const ready = plan.data;
  const again = () => {
    send.reset();
    void plan.refetch();
  };
  const reason = ready ? hindrance(ready, typed) : "The plan is not there yet.";
  const deletes = ready?.steps.some((s) => s.action === "delete") ?? false;
  return (
    <Dialog
      title={ready ? `Review changes to ${ready.clusterName}` : "Review changes"}
      isOpen
      onClose={onClose}
      footer={
        <>
          <span className="mr-auto text-sm text-dim">Nothing has been sent yet.</span>
          <Button tone="quiet" onPress={onClose}>
            Back
          </Button>
          {(ready?.steps.length ?? 0) > 0 && (
            <Button
              tone={deletes ? "danger" : "primary"}
              isPending={send.isPending}
              disabledReason={reason}
              onPress={() => ready && send.mutate(ready)}
            >
              {applyWord(ready)}
            </Button>
          )}
        </>
      }
    >
      <div aria-busy={plan.isFetching} className="flex flex-col gap-5">
        {plan.isFetching && !ready && (
          <p role="status" className="flex items-center gap-2 py-6 text-sm text-mut">
            <Spinner /> Reading the cluster again…
          </p>
        )}
        {plan.error && <ProblemNotice problem={toProblem(plan.error)} onRetry={again} />}
        {send.error && <ProblemNotice problem={toProblem(send.error)} onRetry={again} />}
        {ready?.blocked && (
          <Notice tone="bad" title={ready.blocked.message} live>
            {ready.blocked.hint}
          </Notice>
        )}
        {ready?.steps.length === 0 && !ready.blocked && (
          <Notice tone="ok" title="Nothing to do">
            The endpoints are as you want them already.
          </Notice>
        )}
        {ready?.steps.map((step) => (
          <StepPlan
            key={step.regionId}
            step={step}
            typed={typed[step.regionId] ?? ""}
            onType={(text) => setTyped((all) => ({ ...all, [step.regionId]: text }))}
            onDecide={(decision) => onDraft(decided(draft, step, decision))}
          />
        ))}
      </div>
    </Dialog>
  );
}

function applyWord(plan: Plan | undefined): string {
  const n = plan?.steps.length ?? 0;
  const only = n === 1 ? plan?.steps[0]?.action : null;
  if (only === "delete") return "Delete endpoint";
  if (only === "create") return "Create endpoint";
  return n === 1 ? "Apply change" : `Apply ${n} changes`;
}

function hindrance(plan: Plan, typed: Record<string, string>): string | null {
  if (plan.blocked) return plan.blocked.message;
  if (plan.steps.some((s) => s.conflicts.length > 0)) return "Decide about the conflict first.";
  const open = plan.steps.find(
    (s) => s.typeToConfirm !== null && (typed[s.regionId] ?? "").trim() !== s.typeToConfirm,
  );
  return open ? `Type ${open.typeToConfirm} to confirm.` : null;
}
