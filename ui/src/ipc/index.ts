// The only door to the shell.
export * from "./bindings";
export { isKeyrings, toProblem } from "./problem";
export {
  accessQuery,
  appStateQuery,
  changesQuery,
  checksQuery,
  findingCountsQuery,
  followEvents,
  historyNamesQuery,
  historyQuery,
  openAccount,
  snapshotQuery,
  useAppState,
  useMay,
  useSnapshot,
} from "./queries";
