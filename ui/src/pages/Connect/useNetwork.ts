import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { commands, type Network, savesLatest, toProblem } from "../../ipc";
import { toast } from "../../kit";
import { texts } from "./texts";

/** What the user filled in for a region, and a way to change it; changes are saved. */
export function useNetwork(regionId: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["network", regionId],
    queryFn: () => commands.network(regionId),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const change = useMemo(() => {
    const save = savesLatest(
      (network: Network) => commands.rememberNetwork(regionId, network),
      (error) => {
        const problem = toProblem(error);
        // The account was locked while the user was typing.
        if (problem.code === "locked") return;
        toast({ tone: "bad", title: texts.saveFailed, detail: problem.message });
      },
    );
    return (network: Network) => {
      client.setQueryData(["network", regionId], network);
      save(network);
    };
  }, [client, regionId]);
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
