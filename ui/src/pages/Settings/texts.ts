import { count } from "../../parts/words";

/** What the Settings page says. */
export const texts = {
  title: "Settings",

  appearance: "Appearance",
  theme: "Theme",
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

  network: "Network",
  aboutNetwork: "How Postern reaches the service.",
  networkDialog: "Proxy and certificates",
  proxy: "Proxy",
  proxies: { system: "System", none: "None", custom: "Custom" },
  proxyAddress: "Proxy address",
  proxyExample: "http://proxy.example.com:3128",
  aboutProxyAddress: "An HTTP proxy: http:// or https://, with its port. SOCKS isn't supported.",
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

  about: "About",
  license:
    "Free software under the Apache License 2.0. Inter and JetBrains Mono are under the SIL Open Font License 1.1. Postern is not a Yugabyte product.",
  documentation: "YugabyteDB Aeon documentation",
};

function duration(minutes: number): string {
  return minutes % 60 === 0 && minutes > 0 ? count(minutes / 60, "hour") : count(minutes, "minute");
}

function period(days: number): string {
  return days % 365 === 0 && days > 0 ? count(days / 365, "year") : count(days, "day");
}
