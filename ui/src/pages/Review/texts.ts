import type { Action, Reading } from "../../ipc";
import { count, extent, number } from "../../parts/words";

/** What the review of a plan, and the sheet that follows its progress, say. */
export const texts = {
  // The sheet around a plan.
  title: "Review changes",
  titleOfCluster: (cluster: string) => `Review changes to ${cluster}`,
  titleOfPlan: (plan: string) => `Review: ${plan}`,
  nothingSent: "Nothing has been sent yet.",
  discardQuestion: "Discard your choices in this review?",
  back: "Back",
  cancel: "Cancel",
  tryAgain: "Try again",
  apply: (changes: number) =>
    changes === 1 ? "Apply change" : `Apply ${count(changes, "change")}`,
  createEndpoint: "Create endpoint",
  deleteEndpoints: (n: number) => (n === 1 ? "Delete endpoint" : `Delete ${count(n, "endpoint")}`),

  // What the user says about it.
  note: {
    label: "About this change",
    reason: "Reason (optional)",
    ticket: "Ticket (optional)",
    until: "Access until (optional)",
    dateForm: "YYYY-MM-DD",
  },

  // Why a plan can't be applied yet.
  noPlanYet: "The plan isn't ready yet.",
  stillReading: "Some clusters are still being read.",
  allExcluded: "Every step is excluded.",
  unresolved: (conflicts: number) =>
    conflicts === 1
      ? "Resolve the conflict first, or exclude its step."
      : `Resolve the ${number(conflicts)} conflicts first, or exclude their steps.`,
  confirmationsUnknown: "Postern is still checking what you need to confirm.",

  // Reading the clusters.
  reading: "Reading clusters…",
  readSoFar: ({ read, failed, total }: Reading) => {
    const soFar = `${number(read)} of ${count(total, "cluster")} read`;
    return failed > 0 ? `${soFar}, ${number(failed)} failed` : soFar;
  },
  skipTheRest: "Skip the rest and review",
  couldNotBeRead: (what: string) => `${what} could not be read`,
  clusters: (n: number) => count(n, "cluster"),
  retryClusters: (n: number) => `Retry ${count(n, "cluster")}`,
  reasonsBelow: "The reasons are at the end of the list.",
  restCanBeApplied: (isOne: boolean) =>
    isOne
      ? "It is excluded; you can apply the rest."
      : "They are excluded; you can apply the rest.",
  nothingToApply: "There is nothing to apply.",
  clustersNotRead: (n: number) => `${count(n, "cluster")} not read`,

  // What is in the plan.
  extent,
  warnings: (n: number) => count(n, "warning"),
  conflicts: (n: number) => count(n, "conflict"),
  blocked: (n: number) => `${number(n)} blocked`,
  skipped: (n: number) => `${number(n)} skipped`,
  unchanged: (n: number) => `${number(n)} already up to date`,
  endpoints: (n: number) => count(n, "endpoint"),
  endpointsSkipped: (n: number) => `${count(n, "endpoint")} skipped`,
  endpointsUnchanged: (n: number) => `${count(n, "endpoint")} already up to date`,
  nothingToDo: "Nothing to do",
  allUnchanged: "The endpoints are already as you want them.",
  noneCanChange: "None of these endpoints can or need to change. The reasons are below.",
  plannedChanges: "Planned changes",
  clusterBlocked: "Nothing will be sent for this cluster.",

  // Finding steps in a long plan, and excluding them.
  search: "Search the plan",
  searchHint: "Cluster, region or principal",
  show: "Show",
  all: "All",
  onlyWarnings: (n: number) => `Warnings ${number(n)}`,
  onlyConflicts: (n: number) => `Conflicts ${number(n)}`,
  shown: (steps: number) => `${count(steps, "step")} shown`,
  noMatches: "No matches",
  includeStep: (step: string) => `Include: ${step}`,
  includeCluster: (cluster: string) => `Include all of ${cluster}`,
  excluded: "excluded",
  excludedCount: (n: number) => `${number(n)} excluded`,
  withoutExcluded: (steps: number) => `without ${count(steps, "excluded step")}`,

  // Exporting a plan.
  more: "More",
  moreActions: "More actions",
  copyYbm: "Copy as ybm commands",
  ybmCommands: "the ybm commands",
  ybmCopied: "Copied the ybm commands",
  exportPlan: "Export plan…",
  plan: (without: string | undefined) => (without ? `the plan ${without}` : "the plan"),

  // One step.
  action: (action: Action) => actions[action],
  changesIn: (region: string) => `Changes in ${region}`,
  add: "add",
  remove: "remove",
  principalsAfter: (total: number, unchanged: number) => {
    const after = `${count(total, "principal")} after this change`;
    return unchanged > 0 ? `${after} (${number(unchanged)} unchanged).` : `${after}.`;
  },
  noneAfter: "No one can connect after this change.",
  noneAfterPast: "No one could connect after this change.",
  deleted: "The endpoint was deleted.",
  afterDeleting:
    "Nothing can connect through this endpoint once it is deleted. A new endpoint gets a new service name.",
  theirsKept: "Someone else changed this list after you started. Their changes are kept.",

  // Confirming by typing.
  confirm: "Confirm",
  typeToConfirm: (text: string) => `Type ${text} to confirm`,

  // Conflicts.
  sameChanged: "You and someone else changed the same principal",
  bothChanged: (mine: string, theirs: string) => `: you ${mine} it, they ${theirs} it.`,
  endpointGone: (region: string) => `The endpoint in ${region} no longer exists`,
  aboutEndpointGone: "Someone else deleted it after you started.",
  replacedAgain: "Someone else keeps changing this list",
  aboutReplacedAgain:
    "Putting their last change back has replaced another change of theirs. Put this one back as well?",
  putBack: "Put back",
  leaveAsIs: "Leave as it is",
  theyAdded: (principal: string) => `They had added ${principal}`,
  theyRemoved: (principal: string) => `They had removed ${principal}`,
  newSinceReview: (region: string) =>
    `The endpoint in ${region} has changed since you reviewed its deletion`,
  newPrincipal: (principal: string) => `New principal: ${principal}`,
  newConnection: (id: string) => `New connection: ${id}`,
  deleteAgain: (region: string) => `Delete the endpoint in ${region}?`,
  aboutDeleteAgain: "Postern was closed before this deletion was sent. Nothing has been deleted.",
  deleteAnyway: "Delete endpoint",
  keepEndpoint: "Keep endpoint",
  putsBack: "Put back what someone else had changed",
  replacedTheirs:
    "This edit replaced a change that someone else made at the same moment. Postern puts it back.",
  replacedBoth:
    "This edit replaced a change that someone else made at the same moment, and was then replaced itself: check the list.",
  unseen:
    "A task that Postern didn't start changed this cluster at the same moment. If it was an edit of this list, no read has shown it: check the list.",
  keepMine: "Keep mine",
  keepTheirs: "Keep theirs",
  createAgain: "Create it again",
  leaveDeleted: "Leave it deleted",

  // Following the progress.
  progressTitle: "Changes",
  continues: "Changes continue after you close this.",
  done: "Done",
  hide: "Hide",
  noLongerListed: "This change is no longer on the list.",

  // A step's state.
  queued: "Queued",
  waiting: "Waiting",
  sending: "Sending",
  inForce: "In force",
  aboutInForce:
    "A read shows the new list. Postern keeps watching for about 30 s, in case someone else changed it at the same moment.",
  accepted: "Accepted",
  aboutAccepted: "Accepted by YugabyteDB Aeon. Waiting for it to show up (up to 20 s).",
  confirmed: "Confirmed",
  aboutConfirmed: (moment: string) => `Read back ${moment}`,
  notConfirmed: "Not confirmed",
  overwritten: "Overwritten",
  aboutOverwritten: "Someone else's list replaced this one.",
  needsDecision: "Needs a decision",
  aboutNeedsDecision: "Someone else changed the list after you reviewed it. Nothing was sent.",
  notSent: "Not sent",
  applied: "Applied",
  notApplied: "Not applied",
  checked: (moment: string, reason: string) => `Checked ${moment}. ${reason}`.trim(),
  failed: "Failed",
};

/** A place follows: "Create endpoint in us-west-2". */
const actions: Record<Action, string> = {
  create: "Create endpoint in",
  edit: "Change access in",
  delete: "Delete endpoint in",
};
