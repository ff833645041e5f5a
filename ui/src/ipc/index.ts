// The only door to the shell.
export * from "./bindings";
export { isKeyrings, toProblem } from "./problem";
export {
  appStateQuery,
  changesQuery,
  followEvents,
  openAccount,
  snapshotQuery,
  useAppState,
  useMay,
  useSnapshot,
} from "./queries";
