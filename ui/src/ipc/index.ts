// The only door to the shell.
export * from "./bindings";
// As the page has them, not as they are sent.
export type { Cluster, Endpoint, Region } from "./clusters";
export { isKeyrings, toProblem } from "./problem";
export {
  accessQuery,
  appStateQuery,
  begin,
  changesQuery,
  checksQuery,
  cloudAccessQuery,
  connectionsQuery,
  diagnosticsQuery,
  findingCountsQuery,
  findingPlacesQuery,
  followEvents,
  historyNamesQuery,
  historyQuery,
  knownPrincipalsQuery,
  type OwnerNames,
  openAccount,
  ownerGroupsQuery,
  ownerNamesQuery,
  preflightQuery,
  snapshotQuery,
  useAppState,
  useMay,
  useOwnerNames,
  useOwnerWords,
  useSnapshot,
  viewsQuery,
} from "./queries";
export { savesLatest } from "./saving";
export type { Snapshot } from "./snapshot";
