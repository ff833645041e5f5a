/** What the window says before an account is open. */
export const texts = {
  headline: "Every private endpoint, in one window.",
  lead: "See and change who can connect to your YugabyteDB Aeon clusters over AWS PrivateLink and Azure Private Link, and know that each change took effect.",
  yourAccounts: "Your accounts",
  addAccount: "Add an account",
  aboutAddAccount: "Enter a YugabyteDB Aeon API key. It is tested before it is saved.",
  exploreDemo: "Explore the demo",
  openingDemo: "Opening the demo…",
  aboutKey: (store: string) =>
    `Your key stays in ${store}. It is sent only with requests to your own account.`,
  memory: "memory",
  aboutDemo: "The demo is a made-up company that runs inside this program. Nothing in it is real.",

  settings: "Settings",
  version: (version: string) => `Version ${version}`,
};
