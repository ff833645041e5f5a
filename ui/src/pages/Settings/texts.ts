import { count } from "../../parts/words";

/** What the Settings page says. */
export const texts = {
  title: "Settings",

  appearance: "Appearance",
  theme: "Theme",
  zoom: "Zoom",
  aboutZoom: "Ctrl + and Ctrl − (⌘ on a Mac) zoom anywhere, and Ctrl 0 resets the zoom.",
  themes: { system: "Match system", dark: "Dark", light: "Light" },

  keys: "API keys",
  aboutKeys: "Postern stores API keys in your system's keyring, never in a file of its own.",
  keyringInUse: "In use",
  keyringUnavailable: "Not available",
  sessionOnlyUntilThen: "Until then, you can keep a key for this session only.",

  lock: "Lock",
  aboutLock:
    "Locking clears the key and everything loaded with it from memory. On Linux, suspending the machine locks Postern too. While changes are being sent or confirmed, the lock waits for them, up to an hour.",
  lockWhenIdle: "Lock when idle",
  afterMinutes: (minutes: number) => `After ${duration(minutes)}`,
  never: "Never",
  verifyUser: "Ask who you are before unlocking",
  aboutVerifyUser:
    "Your system asks for your password or fingerprint before an account is unlocked, at the start too, and before one is removed. Without this, anyone at this computer can unlock an account while your keyring is unlocked.",

  confirmations: "Confirmations",
  aboutConfirmations:
    "Postern confirms changes in a window of its own. Nothing on this page can open, change or answer it, so a compromised page can't change access by itself.",
  confirm: "Confirm",
  confirmLevels: {
    always: "Every change",
    risky: "What grants, deletes or redirects",
    never: "Nothing",
  },
  unconfirmedEndpoints: "Without confirmation, change",
  endpointsAtMost: (n: number) => (n === 0 ? "No endpoints" : `Up to ${count(n, "endpoint")}`),
  nothingConfirmed: "Nothing is confirmed outside this page",
  aboutNothingConfirmed:
    "A compromised page could grant access, delete endpoints or send your API key elsewhere unnoticed.",

  history: "History",
  aboutHistory:
    "Changes that you made here, and changes by others that Postern noticed. They stay on this machine for at least 30 days. The history records when you shorten this time.",
  keepHistory: "Keep history for",
  period,
  forever: "Forever",
  keptLonger: "History is kept longer than the settings file says",
  aboutKeptLonger: (days: number) =>
    `The settings file says ${count(days, "day")}. The minimum is 30 days, so 30 days applies.`,
  deleteQuestion: (changes: number) => `Delete ${count(changes, "change")} from the history?`,
  aboutDeleting: (changes: number, days: number) => {
    const [are, them] = changes === 1 ? ["It is", "it"] : ["They are", "them"];
    return `${are} older than ${period(days)}. Postern deletes ${them} from this machine now, for all accounts. You can't undo this. The history records that it was shortened.`;
  },
  exportFirst: "Export first…",
  deleteChanges: (changes: number) => `Delete ${count(changes, "change")}`,
  cancel: "Cancel",

  notifications: "Notifications",
  aboutNotifications:
    "Your desktop shows them: changes that ended while you were elsewhere, and access past its last day.",
  notifyOthers: "Also when someone else changes an endpoint or its principals",

  network: "Network",
  aboutNetwork: "How Postern reaches the service.",
  networkDialog: "Proxy and certificates",
  proxy: "Proxy",
  proxies: { system: "System", none: "None", custom: "Custom" },
  proxyAddress: "Proxy address",
  proxyExample: "http://proxy.example.com:3128",
  aboutProxyAddress:
    "http://, https://, socks5:// or socks5h:// (the proxy resolves names), with its port. A user name and password can stand before the host: http://user:password@host:port.",
  systemProxy: "System reads",
  proxyInUse: "In use now:",
  saveProxy: "Save proxy settings",
  proxySaved: "Proxy settings saved",
  proxyUnchanged: "No changes to save.",
  proxyMissing: "Enter the proxy address first.",

  certificates: "Extra CA certificates",
  certificateCount: (n: number) => `(${count(n, "certificate")})`,
  noCertificates: "None",
  aboutCertificates:
    "A PEM file. Postern keeps a copy of it, and trusts the system's certificates as well.",
  chooseFile: "Choose file…",
  remove: "Remove",
  certificatesSaved: "CA certificates saved",
  choosingFile: "Finish choosing a file first.",
  removingCertificates: "The certificates are being removed.",
  chooseAgain: "Choose your CA certificates again",
  aboutChoosingAgain:
    "Postern now keeps its own copy of the file that you choose. Choose the file again, or remove it if you no longer need it. It was:",

  fingerprint: "SHA-256",

  diagnostics: "Diagnostics",
  aboutDiagnostics:
    "Aeon's documentation doesn't say where endpoints are in its API, so Postern learns it from the service.",
  noServices: "There is no account yet.",
  path: "Path of endpoints",
  field: "Field of a create",
  pathUnknown: "Not known yet. Learned when Postern first reads an endpoint.",
  fieldUnknown: "Not known yet. Learned when you first create an endpoint.",
  learned: {
    read: (at: string) => `Learned by reading an endpoint, ${at}`,
    created: (at: string) => `Learned by creating an endpoint, ${at}`,
    "by-hand": (at: string) => `Set by hand, ${at}`,
  },
  noPath: "The endpoints weren't found",
  aboutNoPath: (paths: number) =>
    `The service returned none of them at ${count(paths, "path")} that Postern knows. Forget this to try again, or set the path by hand. README.md says how to find it with the vendor's command line.`,
  setByHand: "Set by hand…",
  setByHandTitle: "Set path and field by hand",
  aboutSetByHand:
    "All requests about endpoints use these. Postern asks once more in a dialog of its own.",
  aboutPath: "Below a project, with {cluster_id} in place of the cluster's ID.",
  setByHandSave: "Set",
  forget: "Forget",
  nothingToForget: "Nothing is known yet.",
  copyDiagnostics: "Copy diagnostics",
  diagnosticsCopied: "diagnostics",
  openLogFolder: "Open the log folder",
  openTheLogFolder: "open the log folder",
  aboutReport:
    "Has no keys, names or IDs: versions, the keyring and proxy in use, paths, statuses, the last errors, and the shape of answers with each value replaced by its type.",

  about: "About",
  license:
    "Free software under the Apache License 2.0. Inter and JetBrains Mono are under the SIL Open Font License 1.1. Postern is not a Yugabyte product.",
  newer: (version: string) => `Postern ${version} is available`,
  aboutNewer: "Postern downloads nothing: install it the way you installed this version.",
  lookForUpdates: "Look for a new version once a day",
  aboutUpdates: "Nothing is sent but a request for the newest version's number.",
  noUpdateAddress:
    "This build has no address to ask. Its package manager tells you of updates, or set “updateAddress” in settings.json.",
  documentation: "YugabyteDB Aeon documentation",
  openDocumentation: "open the documentation",
};

function duration(minutes: number): string {
  return minutes % 60 === 0 && minutes > 0 ? count(minutes / 60, "hour") : count(minutes, "minute");
}

function period(days: number): string {
  return days % 365 === 0 && days > 0 ? count(days / 365, "year") : count(days, "day");
}
