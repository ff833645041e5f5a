import { count } from "../../parts/words";

/** What the Accounts page and the dialogs for accounts and their keys say. */
export const texts = {
  title: "Accounts",
  addAccount: "Add account",
  noAccounts: "No accounts of your own yet",
  aboutNoAccounts: "Only the demo is open. Add your own account with an API key.",
  inUse: "In use",
  account: (name: string, project: string) => `${name} · project ${project}`,
  storedIn: (keyring: string) => `Stored in ${keyring}`,
  storedInMemory: "In memory for this session",
  switch: "Switch",
  switchTo: (account: string) => `Switch to ${account}`,
  switchFailed: (account: string) => `Could not switch to ${account}`,
  moreFor: (account: string) => `More actions for ${account}`,
  cancel: "Cancel",
  tryAgain: "Try again",

  // When a key expires, in full and for small places.
  neverExpires: "Key never expires",
  expiresInDays: (date: string, days: number) => `Key expires ${date} (${count(days, "day")})`,
  expiresInHours: (hours: number) => `Key expires in ${count(hours, "hour")}`,
  expiredToday: "Key expired today",
  expiredDaysAgo: (date: string, days: number) => `Key expired ${date} (${count(days, "day")} ago)`,
  short: {
    never: "never expires",
    months: (months: number) => `${months} mo left`,
    days: (days: number) => `${days} d left`,
    hours: (hours: number) => `${hours} h left`,
    expired: "expired",
  },

  // Renaming an account.
  rename: "Rename",
  renameMenu: "Rename…",
  renameAccount: "Rename account",
  name: "Name in Postern",
  aboutName: (account: string) => `YugabyteDB Aeon calls it ${account}.`,
  nameMissing: "Enter a name first.",

  // What an account is for.
  environmentMenu: "Environment…",
  environmentOf: (account: string) => `Environment of ${account}`,
  environment: "Environment",
  aboutEnvironment:
    "Its color is always in sight. In production, every change is confirmed in a native dialog, unless the settings turn confirmations off.",
  readOnly: "Read-only in Postern",
  aboutReadOnly:
    "Postern then refuses every change in this account, whatever its key may do. Turning this off is confirmed in a native dialog.",
  save: "Save",

  // Replacing an account's key.
  replaceKeyMenu: "Replace key…",
  replaceKeyOf: (account: string) => `Replace the key for ${account}`,
  alsoReplaced: (accounts: readonly string[]) =>
    `The key is replaced in ${accounts.join(", ")} as well, which ${accounts.length === 1 ? "has" : "have"} the same one.`,
  keyReplaced: (account: string) => `Replaced the key for ${account}`,
  keyNotSaved: "The key works, but it could not be saved.",
  keepForSession: "Keep for this session only",
  savingKey: "The key is being saved.",

  // Removing an account.
  removeMenu: "Remove…",
  removeQuestion: (account: string) => `Remove ${account}?`,
  aboutRemoving: (isInKeyring: boolean) =>
    `Postern removes this account, ${
      isInKeyring ? "deletes its key from your system's keyring" : "clears its key from memory"
    } and deletes the history of its changes. Export the history first if you want to keep it.`,
  aboutRemovingHere:
    "Nothing changes in YugabyteDB Aeon: clusters, VPCs and endpoints stay as they are, and the key works until you revoke it there.",
  removeAccountAndKey: "Remove account and key",
  removeAccountOnly: "Remove account only",
  aboutRemovingAccountOnly: (account: string) =>
    `Or remove the account only: its key stays in the keyring as “Postern – ${account}”, where you can delete it.`,

  // Entering a key.
  addAccountDialog: "Add an account",
  aboutEntering: "You enter the key in a separate window, or Postern takes it from the clipboard.",
  enterKey: "Enter API key…",
  enterNewKey: "Enter new key…",
  enterAnotherKey: "Enter another key…",
  enterInWindow: "Enter the key in the window “API key”, which may be behind this one.",
  waitingForKey: "Waiting for the key…",
  keyIsPending: "A key is being entered or tested.",
  pasteFromClipboard: "Paste and clear clipboard",
  howToCreateKey: "How to create a key",
  openKeyDocs: "open the documentation",
  keptUntil: (time: string) =>
    `The key is kept in memory until ${time}. You don't need to enter it again.`,
  forgetKey: "Forget key",
  service: "Service:",
  serviceAddress: "Service address",
  aboutServiceAddress: "The address of your YugabyteDB Aeon service.",
  changeAddress: "Change address",
  testingKey: "Testing the key…",
  proxyAndCertificates: "Proxy and certificates…",

  // The account of a key that works.
  accountOfKey: "The key's account",
  role: (role: string, project: string | null) =>
    project === null ? role : `${role} · project ${project}`,
  projects: "Projects",
  namesOfAccounts: (names: readonly string[]) =>
    `${count(names.length, "account")} with this key: ${names.join(", ")}.`,
  projectMissing: "Choose a project first.",
  noProject: "This key has no access to a project",
  aboutNoProject: "Ask an account admin to give the key's role a project, or use another key.",
  aboutReadOnlyKey:
    "You can see and copy everything, but not change access or endpoints. Use an Admin key for that.",
  storeKey: "Store the key",
  inKeyring: (keyring: string) => `In ${keyring}`,
  aboutKeyring: "Your system's keyring. Postern finds the key there after a restart.",
  forSession: "For this session only",
  aboutSession:
    "In memory until you quit or lock Postern, never in a file. After that, you enter it again.",
  keyringIsAsking: (keyring: string) =>
    `${keyring} is asking for its password or your permission in a window of its own, which may be behind this one.`,
  addAccounts: (accounts: number) =>
    accounts > 1 ? `Add ${count(accounts, "account")}` : "Add account",
  addingAccount: (accounts: number) => (accounts > 1 ? "Adding accounts…" : "Adding account…"),
  useAnotherKey: "Use another key",
};
