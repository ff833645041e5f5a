import { count, extent, number } from "../../parts/words";

/** What the Changes page, with its history, and the summaries of changes elsewhere say. */
export const texts = {
  title: "Changes",
  importPlan: "Import plan…",
  export: "Export",
  exportHistory: "Export history",
  asCsv: "History as CSV…",
  asJson: "History as JSON…",
  theHistory: "the history",
  current: "Current changes",
  ended: (age: string) => `ended ${age}`,
  started: (age: string) => `started ${age}`,
  steps: "Steps",

  // Changes in progress as a whole.
  progress: "Progress",
  changesTo: (cluster: string) => `Changes to ${cluster}`,
  extent,
  cancel: "Cancel",
  retry: (steps: number) => (steps === 1 ? "Try again" : `Retry ${number(steps)} steps`),
  dismiss: "Dismiss",
  canceled: "Changes already sent are being finished. The rest won't be sent.",
  interrupted: "Postern quit or was locked before these changes were complete",
  aboutInterrupted: (checked: number, checking: number, unsent: number) =>
    [
      checked > 0 && `Checked what happened to ${count(checked, "step")}.`,
      checking > 0 && `Checking what happened to ${count(checking, "step")}.`,
      `${count(unsent, "step was", "steps were")} not sent and won't be unless you continue.`,
    ]
      .filter(Boolean)
      .join(" "),
  continue: "Continue",
  discardRest: "Discard the rest",
  tally: {
    failed: (n: number) => `${number(n)} failed`,
    attention: (n: number) => `${number(n)} ${n === 1 ? "needs" : "need"} attention`,
    confirmed: (n: number) => `${number(n)} confirmed`,
    sent: (n: number) => `${number(n)} in progress`,
    waiting: (n: number) => `${number(n)} waiting`,
    queued: (n: number) => `${number(n)} queued`,
    notSent: (n: number) => `${number(n)} not sent`,
  },

  // One line about changes, after their name.
  summary: {
    interrupted: (unsent: number) => `interrupted, ${number(unsent)} not sent`,
    failed: (failed: number, all: number) =>
      all === 1 ? "failed" : `${number(failed)} of ${number(all)} failed`,
    decisions: (n: number) => (n === 1 ? "needs your decision" : `needs ${number(n)} decisions`),
    confirmed: (all: number) => (all === 1 ? "confirmed" : `all ${number(all)} confirmed`),
    notSent: (done: number, all: number, unsent: number) =>
      all === 1
        ? "not sent"
        : `${number(done)} of ${number(all)} confirmed, ${number(unsent)} not sent`,
    canceling: "finishing what was sent",
    waiting: (n: number) => (n === 1 ? "waiting for the cluster" : "waiting for busy clusters"),
    checking: "checking what happened",
    running: (done: number, all: number) =>
      all === 1 ? "applying…" : `${number(done)} of ${number(all)} confirmed`,
    attention: (overwritten: number, unconfirmed: number, all: number) => {
      if (all === 1) return overwritten > 0 ? "overwritten by someone else" : "not confirmed";
      return [
        overwritten > 0 && `${overwritten} overwritten by someone else`,
        unconfirmed > 0 && `${unconfirmed} not confirmed`,
      ]
        .filter(Boolean)
        .join(", ");
    },
  },

  // Steps in progress.
  show: "Show steps",
  only: {
    all: (n: number) => `All ${number(n)}`,
    open: (n: number) => `Needs attention ${number(n)}`,
    running: (n: number) => `In progress ${number(n)}`,
    done: (n: number) => `Done ${number(n)}`,
  },
  stepsOf: (changes: string) => `Steps of ${changes}`,
  tryAgain: "Try again",
  currentPrincipals: "Principals now",
  noPrincipals: "No one can connect.",

  // What could not be done, after "Could not".
  failures: {
    cancel: "cancel",
    retry: "try again",
    dismiss: "dismiss the changes",
    continue: "continue",
    discard: "discard the rest",
    decide: "save your decision",
  },

  // The history and its filters.
  history: "History",
  loadingHistory: "Loading history…",
  searchHistory: "Search history",
  changedBy: "Changed by",
  everyone: "All",
  byPostern: "By Postern",
  byOthers: "By others",
  endpoint: "Endpoint",
  principal: "Principal",
  clear: "Clear",
  noMatches: "No matches",
  aboutNoMatches: "No change in the history matches your filters.",
  noChanges: "No changes yet",
  aboutNoChanges:
    "Changes that you make appear here, with the list before and after. So do changes by others that Postern notices.",
  today: "Today",
  yesterday: "Yesterday",

  // A change in the history.
  someoneElse: "someone else",
  notByPostern: "outside Postern",
  endpoints: (n: number) => count(n, "endpoint"),
  endpointsIn: (n: number, cluster: string) => `${count(n, "endpoint")} in ${cluster}`,
  changes: (n: number) => count(n, "change"),
  results: {
    confirmed: "confirmed",
    applied: "applied",
    failed: "failed",
    notConfirmed: "not confirmed",
    overwritten: "overwritten",
    conflict: "in conflict",
    notSent: "not sent",
    notApplied: "not applied",
    open: "in progress",
    seen: "noticed",
    accepted: "accepted",
    noAnswer: "no answer",
  },
  aboutNoAnswer: "The request may have arrived. The list of VPCs shows what is there.",
  ofAll: (n: number, all: number, result: string) => `${number(n)} of ${number(all)} ${result}`,
  changesDeleted: (n: number) => (n === 0 ? "nothing deleted" : `${count(n, "change")} deleted`),
  noSteps: "no steps",
  created: "created",
  deleted: "deleted",
  revert: (n: number) => (n === 1 ? "Revert…" : `Revert ${count(n, "endpoint")}…`),
  revertThis: "Revert this endpoint…",
  moreSteps: (more: number, all: number) => `Show ${number(more)} more of ${number(all)} steps`,
  facts: {
    started: "Started",
    ended: "Ended",
    duration: "Duration",
    noticed: "Noticed",
    account: "Account",
    accountOf: (account: string, project: string) => `${account}, project ${project}`,
    reason: "Reason",
    ticket: "Ticket",
    until: "Access until",
    nameInPostern: "Name in Postern",
    changed: "Changed",
    keptBefore: "Kept before",
    keptAfter: "Kept after",
    deleted: "Deleted",
  },
  keptFor: (days: number | null) => (days === null ? "forever" : count(days, "day")),

  // Importing a plan.
  importDialog: "Import a plan",
  aboutImport:
    "Postern compares a plan that was exported from Postern with the current lists. Changes that others made since then are kept. Where they conflict with the plan, you decide in the review.",
  importSendsNothing: "Importing doesn't send anything.",
  chooseFile: "Choose file…",
  pastePlan: "Or paste the plan",
  planMissing: "Choose a file or paste a plan first.",
  review: "Review",
  fileTooLarge: (file: string) =>
    `${file} is too large to be a plan. Choose a file that was exported from Postern.`,
  fileUnreadable: (file: string) =>
    `${file} could not be read. Choose it again, or paste the plan.`,
};
