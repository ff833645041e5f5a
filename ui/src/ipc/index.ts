// The only door to the shell.
export * from "./bindings";
export { isKeyrings, toProblem } from "./problem";
export {
  accessQuery,
  appStateQuery,
  begin,
  changesQuery,
  checksQuery,
  findingCountsQuery,
  findingPlacesQuery,
  followEvents,
  historyNamesQuery,
  historyQuery,
  openAccount,
  snapshotQuery,
  useAppState,
  useMay,
  useSnapshot,
} from "./queries";
