// What the bindings don't have yet, spelt as they will be. Deleted when they have it.
import { invoke } from "@tauri-apps/api/core";
import {
  type Action,
  type BatchId,
  type Change as BoundChange,
  type Plan as BoundPlan,
  type RunningStep as BoundRunningStep,
  type Settings as BoundSettings,
  type Step as BoundStep,
  type StepState as BoundStepState,
  type Warning as BoundWarning,
  type WarningKind as BoundWarningKind,
  commands as bound,
  type ClusterId,
  type Draft,
  type PrincipalView,
  type Problem,
  type RegionInfoId,
} from "./bindings";

/** What the user wants, over any number of endpoints. */
export type Goal =
  | { kind: "add"; regions: RegionInfoId[]; principals: string[] }
  | { kind: "remove"; regions: RegionInfoId[]; principals: string[] }
  | { kind: "remove-everywhere"; principals: string[] }
  | { kind: "replace"; regions: RegionInfoId[]; old: string; new: string }
  | { kind: "copy"; from: RegionInfoId; to: RegionInfoId[] }
  | { kind: "create"; regions: RegionInfoId[]; principals: string[] }
  | { kind: "create-missing"; clusters: ClusterId[]; principals: string[] }
  | { kind: "delete"; regions: RegionInfoId[] }
  | { kind: "drafts"; drafts: Draft[] };

/** A region that a goal names and no step touches, and why. */
export type Skipped = { clusterName: string; region: string; reason: string };

export type WarningKind = BoundWarningKind | "other-cloud" | "paused";
export type Warning = Omit<BoundWarning, "kind"> & { kind: WarningKind };
export type Step = Omit<BoundStep, "warnings"> & { warnings: Warning[] };
export type Plan = Omit<BoundPlan, "steps"> & { steps: Step[] };

/** Many plans under one name. */
export type BulkPlan = {
  id: BatchId;
  title: string;
  plans: Plan[];
  skipped: Skipped[];
  /** How many are so already. */
  unchanged: number;
  /** Why nothing of it can be applied. */
  blocked: Problem | null;
};

export type StepState =
  | BoundStepState
  | { kind: "not-sent" }
  | { kind: "settled"; at: string; happened: boolean; reason: string };
export type RunningStep = Omit<BoundRunningStep, "state" | "step"> & {
  step: Step;
  state: StepState;
};
export type Change = Omit<BoundChange, "steps"> & {
  steps: RunningStep[];
  recovered: boolean;
  cancelled: boolean;
  ended: string | null;
};

export type Settings = BoundSettings & { keepHistoryDays?: number | null };

export type HistoryOnly = "all" | "ours" | "seen";
export type HistoryQuery = {
  text: string;
  regionId: RegionInfoId | null;
  principal: string | null;
  batch: BatchId | null;
  only: HistoryOnly;
  before: string | null;
  limit: number;
};
export type HistoryResult =
  | "confirmed"
  | "failed"
  | "not-confirmed"
  | "superseded"
  | "conflict"
  | "not-sent"
  | "settled-happened"
  | "settled-not"
  | "open"
  | "seen";
export type HistoryStep = {
  clusterId: ClusterId;
  clusterName: string;
  regionId: RegionInfoId;
  region: string;
  action: Action;
  before: PrincipalView[];
  after: PrincipalView[];
  added: PrincipalView[];
  removed: PrincipalView[];
  result: HistoryResult;
  reason: string;
  sent: string | null;
  ended: string | null;
};
export type HistoryEntry = {
  batch: BatchId;
  kind: "ours" | "seen";
  title: string;
  accountName: string;
  projectName: string;
  profileName: string | null;
  started: string;
  ended: string | null;
  tookMs: number | null;
  canRevert: boolean;
  steps: HistoryStep[];
};
export type HistoryPage = { entries: HistoryEntry[]; next: string | null };
export type ExportFormat = "csv" | "json";

export const commands = {
  ...bound,
  changes: () => invoke<Change[]>("changes"),
  setSettings: (settings: Settings) => invoke<null>("set_settings", { settings }),
  planBulk: (goal: Goal) => invoke<BulkPlan>("plan_bulk", { goal }),
  applyBulk: (batch: BatchId, confirmations: string[], leaveOut: RegionInfoId[]) =>
    invoke<Change[]>("apply_bulk", { batch, confirmations, leaveOut }),
  ybmCommands: (batch: BatchId) => invoke<string>("ybm_commands", { batch }),
  exportPlan: (batch: BatchId) => invoke<string>("export_plan", { batch }),
  importPlan: (text: string) => invoke<BulkPlan>("import_plan", { text }),
  cancelBatch: (batch: BatchId) => invoke<null>("cancel_batch", { batch }),
  retryFailed: (batch: BatchId) => invoke<null>("retry_failed", { batch }),
  resumeBatch: (batch: BatchId) => invoke<null>("resume_batch", { batch }),
  discardBatch: (batch: BatchId) => invoke<null>("discard_batch", { batch }),
  dismissBatch: (batch: BatchId) => invoke<null>("dismiss_batch", { batch }),
  planRevert: (batch: BatchId) => invoke<BulkPlan>("plan_revert", { batch }),
  history: (query: HistoryQuery) => invoke<HistoryPage>("history", { query }),
  historyExport: (query: HistoryQuery, format: ExportFormat) =>
    invoke<string>("history_export", { query, format }),
  saveText: (suggestedName: string, text: string) =>
    invoke<string | null>("save_text", { suggestedName, text }),
  notify: (title: string, body: string) => invoke<null>("notify", { title, body }),
};
