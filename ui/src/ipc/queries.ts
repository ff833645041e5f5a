import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  queryOptions,
  useQuery,
} from "@tanstack/react-query";
import { useMemo } from "react";
import {
  type AppState,
  type Cloud,
  commands,
  events,
  type HistoryQuery,
  type Network,
  type Permissions,
  type Problem,
} from "./bindings";
import { type Early, type News, news } from "./early";
import { toProblem } from "./problem";
import { newerThan, type Snapshot, updated } from "./snapshot";

/** Names of accounts and subscriptions, by number or ID. */
export type OwnerNames = Readonly<Record<string, string | undefined>>;

// The shell says when something is new; none of this is asked for at intervals.
const told = {
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  retry: false,
} as const;

export const appStateQuery = queryOptions({
  queryKey: ["state"],
  queryFn: async ({ client }): Promise<AppState> => {
    const before = client.getQueryData<AppState>(["state"]);
    const state = await commands.appState();
    // What was read of an account goes before another one, or the lock, is shown.
    if (openAccount(before) !== openAccount(state)) {
      for (const queryKey of [
        ["snapshot"],
        ["changes"],
        ["plan"],
        ["history"],
        ["access"],
        ["names"],
        ["connect"],
        ["network"],
        ["checks"],
        ["connections"],
        ["views"],
      ])
        client.removeQueries({ queryKey });
      client.getMutationCache().clear();
    }
    return state;
  },
  ...told,
});
export const snapshotQuery = queryOptions({
  queryKey: ["snapshot"],
  queryFn: ({ client }) => newerThan(client.getQueryData<Snapshot | null>(["snapshot"])),
  // What didn't change is the same object already.
  structuralSharing: false,
  ...told,
});
export const changesQuery = queryOptions({
  queryKey: ["changes"],
  queryFn: () => commands.changes(),
  ...told,
});

/** What helps to find out why the service can't be used. */
export const diagnosticsQuery = queryOptions({
  queryKey: ["state", "diagnostics"],
  queryFn: () => commands.diagnostics(),
  ...told,
});

export const checksQuery = queryOptions({
  queryKey: ["checks"],
  queryFn: () => commands.checks(),
  ...told,
});
/** An endpoint's connections, and whose they are as far as that was looked up. */
export const connectionsQuery = (regionId: string) =>
  queryOptions({
    queryKey: ["connections", "of", regionId],
    queryFn: () => commands.connections(regionId),
    ...told,
    gcTime: 60_000,
  });
/** Whether an application's network can connect, as far as a pre-flight found out. */
export const preflightQuery = (regionId: string, network: Network, profile: string | null) =>
  queryOptions({
    queryKey: ["connections", "preflight", regionId, network, profile],
    queryFn: () => commands.preflight(regionId, network, profile),
    ...told,
    // A keystroke changes only a word of it.
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
/** Whether Postern may run the user's AWS and Azure CLIs. */
export const cloudAccessQuery = queryOptions({
  queryKey: ["connections", "access"],
  queryFn: () => commands.cloudAccess(),
  ...told,
  // The files that it comes from may change at any time.
  staleTime: 0,
  gcTime: 0,
});
/** Who can reach what, and what looks wrong. */
export const accessQuery = queryOptions({
  queryKey: ["access", "view"],
  queryFn: () => commands.access(),
  ...told,
});
/** How much looks wrong: far less than all of it, for a figure that is always in sight. */
export const findingCountsQuery = queryOptions({
  queryKey: ["access", "counts"],
  queryFn: () => commands.findingCounts(),
  ...told,
});
/** Which regions each kind of finding is about. */
export const findingPlacesQuery = queryOptions({
  queryKey: ["access", "places"],
  queryFn: () => commands.findingPlaces(),
  ...told,
});
/** Names of accounts and subscriptions, which principals are shown with. */
export const ownerNamesQuery = queryOptions({
  queryKey: ["names"],
  queryFn: () => commands.ownerNames(),
  ...told,
});
/** The groups of accounts and subscriptions. */
export const ownerGroupsQuery = queryOptions({
  queryKey: ["names", "groups"],
  queryFn: () => commands.ownerGroups(),
  ...told,
});
/** The principals that the editor suggests. */
export const knownPrincipalsQuery = (cloud: Cloud) =>
  queryOptions({
    queryKey: ["access", "known", cloud],
    queryFn: () => commands.knownPrincipals(cloud),
    ...told,
    gcTime: 60_000,
  });
/** What was changed, newest first, page by page. `limit` is a page's length. */
export const historyQuery = (query: Omit<HistoryQuery, "before">) =>
  infiniteQueryOptions({
    queryKey: ["history", query],
    queryFn: ({ pageParam }) => commands.history({ ...query, before: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    ...told,
    gcTime: 60_000,
  });

/** What the history can be asked for. */
export const historyNamesQuery = queryOptions({
  queryKey: ["history", "names"],
  queryFn: () => commands.historyNames(),
  ...told,
});

/** What the page remembers for the account: columns, filters, the last page, named views. */
export const viewsQuery = queryOptions({
  queryKey: ["views"],
  queryFn: () => commands.views(),
  ...told,
});

/** Names the account that is unlocked; null: none is. */
export function openAccount(state: AppState | undefined): string | null {
  const active = state?.active;
  return active?.status.kind === "unlocked" ? (active.profileId ?? "demo") : null;
}

/** Takes over what was asked for early, so that the first screen has it when it is drawn. */
export async function begin(client: QueryClient, early: Early): Promise<void> {
  const { isHearing, tell } = followEvents(client);
  const { first } = early;
  if (first) client.setQueryData(appStateQuery.queryKey, first.state);
  if (first?.views) client.setQueryData(viewsQuery.queryKey, first.views);
  if (first) client.setQueryData(ownerNamesQuery.queryKey, first.names);
  const [state, update, views, names] = await Promise.allSettled([
    early.state,
    early.snapshot,
    early.views,
    early.names,
  ]);
  // What failed is asked for again where it is shown.
  if (state.status === "fulfilled") {
    client.setQueryData(appStateQuery.queryKey, state.value);
    const isOpen = openAccount(state.value) !== null;
    if (isOpen && update.status === "fulfilled" && update.value)
      client.setQueryData(snapshotQuery.queryKey, updated(null, update.value));
    if (isOpen && views.status === "fulfilled" && views.value)
      client.setQueryData(viewsQuery.queryKey, views.value);
  }
  if (names.status === "fulfilled" && names.value)
    client.setQueryData(ownerNamesQuery.queryKey, names.value);
  // News since the answers were asked for.
  void isHearing.then(() => {
    for (const one of early.heard()) tell(one);
  });
}

/** Asks again for what the shell says is new, once `isHearing`, until `stop`. */
export function followEvents(client: QueryClient): {
  isHearing: Promise<unknown>;
  tell: (news: News) => void;
  stop: () => void;
} {
  const state = renewal(client, appStateQuery.queryKey);
  const snapshot = renewal(client, snapshotQuery.queryKey);
  const access = renewal(client, ["access"]);
  const names = renewal(client, ownerNamesQuery.queryKey);
  const connect = renewal(client, ["connect"]);
  const checks = renewal(client, checksQuery.queryKey);
  const connections = renewal(client, ["connections"]);
  const changes = renewal(client, changesQuery.queryKey);
  const renewals: Record<News, () => void> = {
    stateChanged: () => {
      state();
      // The key's end and the address book are part of who can reach what.
      access();
      names();
      connections();
    },
    snapshotChanged: () => {
      snapshot();
      access();
      // Recipes are made from what the snapshot holds.
      connect();
      connections();
    },
    checksChanged: () => {
      checks();
      connections();
    },
    changesChanged: changes,
  };
  const tell = (news: News) => renewals[news]();
  const listening = news.map((name) => events[name].listen(renewals[name]));
  const stop = () => {
    for (const one of listening) void one.then((end) => end());
  };
  return { isHearing: Promise.all(listening), tell, stop };
}

/**
 * Asks again, once at a time: news that arrives while an answer is on its way is asked for after it. Asking
 * at once would drop every answer for as long as news comes faster than answers.
 */
function renewal(client: QueryClient, queryKey: QueryKey): () => void {
  let isAsking = false;
  let isStale = false;
  const renew = async () => {
    isStale = true;
    if (isAsking) return;
    isAsking = true;
    while (isStale) {
      isStale = false;
      // A query's first fetch can't be replaced, only joined, and its answer may be older than the news.
      await endOfFirstFetches(client, queryKey);
      await client.invalidateQueries({ queryKey });
    }
    isAsking = false;
  };
  return () => void renew();
}

/** Waits for queries that have no answer yet. Nothing shows some of them yet, so invalidating doesn't wait for them. */
async function endOfFirstFetches(client: QueryClient, queryKey: QueryKey): Promise<void> {
  const fetching = client.getQueryCache().findAll({ queryKey, fetchStatus: "fetching" });
  const first = fetching.filter((query) => query.state.data === undefined);
  await Promise.allSettled(first.map((query) => query.promise));
}

/** The application's state; undefined until it is known. */
export function useAppState(): AppState | undefined {
  return useQuery(appStateQuery).data;
}

const noNames: OwnerNames = {};

/** Names of accounts and subscriptions; none until they are known. */
export function useOwnerNames(): OwnerNames {
  return useQuery(ownerNamesQuery).data ?? noNames;
}

/** What accounts and subscriptions are found by: their names and groups. */
export function useOwnerWords(): OwnerNames {
  const names = useOwnerNames();
  const groups = useQuery(ownerGroupsQuery).data ?? noNames;
  return useMemo(() => {
    const words: Record<string, string | undefined> = { ...names };
    for (const [owner, group] of Object.entries(groups))
      words[owner] = [names[owner], group].filter(Boolean).join(" ");
    return words;
  }, [names, groups]);
}

/** The inventory, or why there is none. */
export function useSnapshot(): {
  snapshot: Snapshot | null;
  problem: Problem | null;
  isPending: boolean;
  retry: () => void;
} {
  const query = useQuery(snapshotQuery);
  return {
    snapshot: query.data ?? null,
    problem: query.error ? toProblem(query.error) : null,
    isPending: query.isPending || (query.data === null && !query.error),
    retry: () => void query.refetch(),
  };
}

const mayNothing = "No account is unlocked.";

/** What the key may do; a reason stands where it may not. */
export function useMay(): Permissions {
  const status = useAppState()?.active?.status;
  if (status?.kind === "unlocked") return status.may;
  return {
    editEndpoints: mayNothing,
    createVpcs: mayNothing,
    deleteVpcs: mayNothing,
    isReadOnly: false,
  };
}
