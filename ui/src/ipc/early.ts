import {
  type AppState,
  commands,
  events,
  type FirstScreen,
  type SnapshotUpdate,
  type Views,
} from "./bindings";

export const news = ["stateChanged", "snapshotChanged", "changesChanged", "checksChanged"] as const;
export type News = (typeof news)[number];

/** What was asked for before the page's code was there, and the news since. */
export interface Early {
  first: FirstScreen | null;
  state: Promise<AppState>;
  snapshot: Promise<SnapshotUpdate | null>;
  views: Promise<Views | null>;
  names: Promise<Readonly<Record<string, string>> | null>;
  /** Stops listening and returns the news that came. Others must be listening already. */
  heard: () => ReadonlySet<News>;
}

/** Hears of news from now on, and asks for what the first screen shows. */
export function askEarly(first: FirstScreen | null): Early {
  const heard = new Set<News>();
  const listening = news.map((name) => events[name].listen(() => void heard.add(name)));
  // News that comes before anybody hears would be missed, unless it is in an answer to a question after that.
  const isHearing = Promise.all(listening);
  const after = <T>(ask: () => Promise<T>) => isHearing.then(ask);
  const early = {
    first,
    state: after(commands.appState),
    snapshot: after(() => commands.snapshot(null)),
    views: after(() => commands.views().catch(() => null)),
    names: after(() => commands.ownerNames().catch(() => null)),
    heard: () => {
      for (const one of listening) void one.then((end) => end());
      return heard;
    },
  };
  // A failure is reported by the query that asks again.
  for (const answer of [early.state, early.snapshot]) answer.catch(() => {});
  return early;
}
