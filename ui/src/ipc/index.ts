// The only door to the shell.
export * from "./bindings";
export { toProblem } from "./problem";
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
