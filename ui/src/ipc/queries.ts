import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useQuery,
} from "@tanstack/react-query";
import {
  type AppState,
  commands,
  events,
  type HistoryQuery,
  type May,
  type Problem,
  type Snapshot,
} from "./bindings";
import { toProblem } from "./problem";

// The shell says when something is new; nothing is asked for at intervals.
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
        ["connect"],
        ["network"],
        ["checks"],
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
  queryFn: () => commands.snapshot(),
  ...told,
});
export const changesQuery = queryOptions({
  queryKey: ["changes"],
  queryFn: () => commands.changes(),
  ...told,
});

export const checksQuery = queryOptions({
  queryKey: ["checks"],
  queryFn: () => commands.checks(),
  ...told,
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

/** Names the account that is unlocked; null: none is. */
export function openAccount(state: AppState | undefined): string | null {
  const active = state?.active;
  return active?.status.kind === "unlocked" ? (active.profileId ?? "demo") : null;
}

/** Asks again for what the shell says is new. Returns what ends it. */
export function followEvents(client: QueryClient): () => void {
  const listening = [
    events.stateChanged.listen(() => {
      void client.invalidateQueries({ queryKey: appStateQuery.queryKey });
      // The key's end and the address book are part of who can reach what.
      void client.invalidateQueries({ queryKey: ["access"] });
    }),
    events.snapshotChanged.listen(() => {
      void client.invalidateQueries({ queryKey: snapshotQuery.queryKey });
      void client.invalidateQueries({ queryKey: ["access"] });
      // Recipes are made from what the snapshot holds.
      void client.invalidateQueries({ queryKey: ["connect"] });
    }),
    events.checksChanged.listen(
      () => void client.invalidateQueries({ queryKey: checksQuery.queryKey }),
    ),
    events.changesChanged.listen(
      () => void client.invalidateQueries({ queryKey: changesQuery.queryKey }),
    ),
  ];
  return () => {
    for (const one of listening) void one.then((stop) => stop());
  };
}

/** The application's state; undefined until it is known. */
export function useAppState(): AppState | undefined {
  return useQuery(appStateQuery).data;
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
export function useMay(): May {
  const status = useAppState()?.active?.status;
  if (status?.kind === "unlocked") return status.may;
  return { editEndpoints: mayNothing, createVpcs: mayNothing, deleteVpcs: mayNothing };
}
