/** What the window says while an account can't be used. */
export const texts = {
  locked: (account: string) => `${account} is locked`,
  aboutLocked: (keyring: string | null, verifiesUser: boolean) => {
    const cleared = "The key and everything loaded with it have been cleared from memory.";
    if (verifiesUser) return `${cleared} Before unlocking, your system asks who you are.`;
    return keyring
      ? `${cleared} Unlocking reads the key from ${keyring} again. Postern doesn't ask who you are: while ${keyring} is unlocked, anyone at this computer can unlock the account.`
      : cleared;
  },
  aboutUnlocking: (keyring: string | null) =>
    keyring ? `Postern is reading the API key from ${keyring}.` : "Postern is opening the account.",
  aboutVerifying: "Your system asks who you are before Postern reads the API key.",
  unlock: "Unlock",
  tryAgain: "Try again",
  cancel: "Cancel",
  replaceKey: "Replace key…",

  unlocking: (account: string) => `Unlocking ${account}`,
  readingKey: (keyring: string | null) => (keyring ? `Waiting for ${keyring}…` : "Unlocking…"),
  verifying: "Waiting for your system…",
  finishingChange: "Waiting for the service…",
  aboutFinishingChange:
    "A change was being sent when the account was locked. Postern unlocks the account when the service has answered, within a minute.",

  openingDemo: "Opening the demo",
  aboutOpeningDemo: "Starting the demo service inside this program…",
  leaveDemo: "Leave the demo",

  needsKey: (account: string) => `${account} needs a new key`,
  tryStoredKey: "Try the stored key again",
  noRequests: "Postern sends no requests until then.",

  otherAccounts: "Switch to another account",
  addAccount: "Add an account",
  removeAccount: (account: string) => `Remove ${account}…`,
};
