import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { commands, type Network, toProblem } from "../../ipc";
import { toast } from "../../kit";

/** So long after the last keystroke what was filled in is written down. */
const quiet = 600;

/** What was filled in for a region, and how to change it; what changes is remembered. */
export function useNetwork(regionId: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["network", regionId],
    queryFn: () => commands.network(regionId),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const waiting = useRef<{ timer: number; network: Network } | null>(null);
  const write = useCallback(() => {
    const due = waiting.current;
    if (!due) return;
    window.clearTimeout(due.timer);
    waiting.current = null;
    commands.rememberNetwork(regionId, due.network).catch((error: unknown) => {
      const problem = toProblem(error);
      // A lock while somebody types is no news.
      if (problem.code === "locked") return;
      toast({
        tone: "bad",
        title: "Could not remember what was filled in",
        detail: problem.message,
      });
    });
  }, [regionId]);
  useEffect(() => write, [write]);
  const change = useCallback(
    (network: Network) => {
      client.setQueryData(["network", regionId], network);
      if (waiting.current) window.clearTimeout(waiting.current.timer);
      waiting.current = { network, timer: window.setTimeout(write, quiet) };
    },
    [client, regionId, write],
  );
  return {
    network: query.data ?? null,
    isPending: query.isPending,
    problem: query.error ? toProblem(query.error) : null,
    change,
    retry: () => void query.refetch(),
  };
}

/** Everything that can be done for an application with this network. */
export function useRecipes(regionId: string, network: Network | null) {
  const query = useQuery({
    queryKey: ["connect", "recipes", regionId, network],
    queryFn: () => (network ? commands.recipes(regionId, network) : null),
    enabled: network !== null,
    // A keystroke changes a word in a text: the text stays where it is.
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    retry: false,
  });
  return {
    recipes: query.data ?? null,
    problem: query.error ? toProblem(query.error) : null,
    retry: () => void query.refetch(),
  };
}

/** Between two reads of an endpoint whose connections somebody is waiting for. */
const followMs = 5000;

/** Reads these endpoints again and again, for their connections, while they are on the screen. */
export function useFollowing(regionIds: readonly string[]): void {
  useQueries({
    queries: regionIds.map((id) => ({
      queryKey: ["following", id],
      // What was read, or why it can't be, comes with the snapshot.
      queryFn: () => commands.readDetails(id).catch(() => null),
      gcTime: 0,
      notifyOnChangeProps: [],
      refetchInterval: followMs,
      // The user is in the cloud's console meanwhile.
      refetchIntervalInBackground: true,
    })),
  });
}
