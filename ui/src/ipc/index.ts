// The only door to the shell.
export * from "./bindings";
// Until the bindings have them, these stand in front of theirs.
export {
  type BulkPlan,
  type Change,
  commands,
  type ExportFormat,
  type Goal,
  type HistoryEntry,
  type HistoryOnly,
  type HistoryPage,
  type HistoryQuery,
  type HistoryResult,
  type HistoryStep,
  type Plan,
  type RunningStep,
  type Settings,
  type Skipped,
  type Step,
  type StepState,
  type Warning,
  type WarningKind,
} from "./next";
export { toProblem } from "./problem";
export {
  appStateQuery,
  changesQuery,
  followEvents,
  historyQuery,
  openAccount,
  snapshotQuery,
  useAppState,
  useMay,
  useSnapshot,
} from "./queries";
