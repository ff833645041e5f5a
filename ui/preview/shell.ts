import type {
  AppState,
  BatchId,
  BulkPlan,
  Goal,
  HistoryQuery,
  Problem,
  Snapshot,
  Theme,
} from "../src/ipc";
import { events } from "../src/ipc";
import { accessOf, findingsOf, names } from "../src/test/access";
import { nobody, unlocked } from "../src/test/builders";
import { answerGuide } from "../src/test/connect";
import { fakeShell, refuse } from "../src/test/fakeShell";
import { demo, judge, large } from "../src/test/fixtures";
import { past } from "./past";
import { bulkPlan, toType } from "./plans";
import { Runs } from "./runs";

const offline: Problem = {
  code: "offline",
  message: "cloud.yugabyte.com can't be reached.",
  hint: "Check the network; Postern tries again by itself.",
};

function seeded(seed: string): Snapshot | null {
  const ago = (s: number) => new Date(Date.now() - s * 1000).toISOString();
  const base = { ...demo(), readAt: ago(12) };
  switch (seed) {
    case "empty":
      return { ...base, clusters: [], vpcs: [] };
    case "large":
      return { ...large(3334, 3), readAt: ago(12) };
    case "loading":
      return {
        ...base,
        clusters: [],
        phase: { kind: "loading", listsComplete: false, detailsDone: 0, detailsTotal: 0 },
      };
    case "filling":
      return {
        ...base,
        phase: { kind: "loading", listsComplete: true, detailsDone: 8, detailsTotal: 20 },
      };
    case "offline":
      return {
        ...base,
        remembered: true,
        readAt: ago(86_400),
        phase: { kind: "failed", problem: offline },
      };
    case "partial":
      return {
        ...base,
        unreadable: ["A cluster of the second page has no id.", "A VPC has no name."],
      };
    default:
      return base;
  }
}

/** A shell that plans and carries out changes as the real one does, without a service behind it. */
export function startShell(options: URLSearchParams): void {
  const seed = options.get("seed") ?? "demo";
  const theme: Theme = options.get("theme") === "light" ? "light" : "dark";
  const state: AppState = seed === "none" ? nobody : structuredClone(unlocked);
  state.settings.theme = theme;
  if (state.active) state.active.demo = true;
  if (options.get("role") === "reader" && state.active?.status.kind === "unlocked") {
    state.active.status.may.editEndpoints = "The key's role (Viewer) may not change endpoints.";
    state.active.status.role = "Viewer";
  }
  const shell = fakeShell(state, seeded(seed));
  answerGuide(shell);
  const book: Record<string, string> = { ...names };
  shell.answers.access = () => {
    if (!shell.snapshot) return null;
    const isSmall = shell.snapshot.clusters.some((c) => c.name === "sessions");
    return {
      ...accessOf(shell.snapshot, book),
      findings: isSmall && seed !== "clean" ? findingsOf(shell.snapshot) : [],
    };
  };
  shell.answers.finding_counts = () =>
    seed === "clean"
      ? { serious: 0, warnings: 0, notes: 0 }
      : { serious: 1, warnings: 3, notes: 3 };
  shell.answers.set_owner_name = (args) => {
    if (typeof args.name === "string") book[String(args.owner)] = args.name;
    else delete book[String(args.owner)];
    void events.stateChanged.emit();
  };
  if (seed === "error") shell.answers.snapshot = () => refuse(offline);
  shell.answers.parse_principals = (args) => judge(String(args.text));
  const runs = new Runs(options.get("ends"));
  const plans = new Map<string, BulkPlan>();
  const planned = async (make: (snapshot: Snapshot) => BulkPlan) => {
    await new Promise((done) => setTimeout(done, 300));
    const plan = make(shell.snapshot ?? refuse({ message: "Nothing is known." }));
    plans.set(plan.id, plan);
    return plan;
  };
  const history = shell.snapshot && seed !== "empty" ? past(shell.snapshot) : [];
  if (options.get("recovered") !== null && shell.snapshot)
    runs.recover(bulkPlan(shell.snapshot, { kind: "add", ...recovered(shell.snapshot) }));
  Object.assign(shell.answers, {
    plan_bulk: (args) => planned((snapshot) => bulkPlan(snapshot, args.goal as Goal)),
    plan_revert: (args) =>
      planned((snapshot) => {
        const entry = history.find((e) => e.batch === args.batch);
        const drafts = (entry?.steps ?? []).map((s) => ({
          clusterId: s.clusterId,
          wishes: [
            {
              kind: "edit" as const,
              regionId: s.regionId,
              base: s.before.map((p) => p.text),
              mine: s.before.map((p) => p.text).slice(1),
            },
          ],
        }));
        return {
          ...bulkPlan(snapshot, { kind: "drafts", drafts }),
          title: `Revert “${entry?.title}”`,
        };
      }),
    import_plan: () =>
      refuse({
        code: "invalid",
        message: "This is no plan of Postern's.",
        hint: "Export one first.",
      }),
    apply_bulk: (args) =>
      runs.start(
        plans.get(String(args.batch)) ?? refuse({ message: "There is no such plan." }),
        new Set(args.leaveOut as string[]),
      ),
    to_type: (args) => {
      const plan = plans.get(String(args.batch));
      return plan ? toType(plan, args.leaveOut as string[]) : [];
    },
    changes: () => runs.changes,
    dismiss_batch: (args) => runs.drop(String(args.batch)),
    cancel_batch: (args) => runs.cancel(String(args.batch)),
    discard_batch: (args) => runs.cancel(String(args.batch)),
    resume_batch: (args) => runs.resume(String(args.batch)),
    retry_failed: (args) => runs.resume(String(args.batch)),
    ybm_commands: (args) => `# ${plans.get(String(args.batch) as BatchId)?.title}\n`,
    export_plan: () => '{"postern_plan":1}',
    save_text: (args) => `/home/me/${String(args.suggestedName)}`,
    history: (args) => {
      const query = args.query as HistoryQuery;
      const from = Number(query.before ?? 0);
      const fits = history.filter(
        (e) =>
          ((query.only ?? "all") === "all" || e.kind === query.only) &&
          (!query.regionId || e.steps.some((s) => s.regionId === query.regionId)) &&
          e.title.toLowerCase().includes((query.text ?? "").toLowerCase()),
      );
      const next = from + (query.limit || 50);
      return { entries: fits.slice(from, next), next: next < fits.length ? String(next) : null };
    },
    history_names: () => {
      const steps = history.flatMap((e) => e.steps);
      const places = new Map(steps.map((s) => [s.regionId, s]));
      const touched = steps.flatMap((s) => [...s.added, ...s.removed]).map((p) => p.text);
      return { endpoints: [...places.values()], principals: [...new Set(touched)].sort() };
    },
    history_export: () => "when,what\n",
  } satisfies typeof shell.answers);
}

function recovered(snapshot: Snapshot) {
  const regions = snapshot.clusters.flatMap((c) => c.regions).slice(0, 12);
  return { regions: regions.map((r) => r.id), principals: ["arn:aws:iam::998877665544:root"] };
}
