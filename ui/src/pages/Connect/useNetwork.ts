import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { commands, type Network, toProblem } from "../../ipc";
import { toast } from "../../kit";
import { texts } from "./texts";

/** How long after the last keystroke the form is saved, in milliseconds. */
const saveAfter = 600;

/** What the user filled in for a region, and a way to change it; changes are saved. */
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
      // The account was locked while the user was typing.
      if (problem.code === "locked") return;
      toast({
        tone: "bad",
        title: texts.saveFailed,
        detail: problem.message,
      });
    });
  }, [regionId]);
  useEffect(() => write, [write]);
  const change = useCallback(
    (network: Network) => {
      client.setQueryData(["network", regionId], network);
      if (waiting.current) window.clearTimeout(waiting.current.timer);
      waiting.current = { network, timer: window.setTimeout(write, saveAfter) };
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

/** Scripts, templates and steps for an application in this network. */
export function useRecipes(regionId: string, network: Network | null) {
  const query = useQuery({
    queryKey: ["connect", "recipes", regionId, network],
    queryFn: () => (network ? commands.recipes(regionId, network) : null),
    enabled: network !== null,
    // A keystroke changes only a word of the text: keep showing it meanwhile.
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

/** The time between two reads while the user waits for a connection, in milliseconds. */
const followMs = 5000;

/** Keeps reading these endpoints while they are shown, to find new connections. */
export function useFollowing(regionIds: readonly string[]): void {
  useQueries({
    queries: regionIds.map((id) => ({
      queryKey: ["following", id],
      // The result, or the failure, comes with the snapshot.
      queryFn: () => commands.readDetails(id).catch(() => null),
      gcTime: 0,
      notifyOnChangeProps: [],
      refetchInterval: followMs,
      // The user is working in the cloud's console meanwhile.
      refetchIntervalInBackground: true,
    })),
  });
}
