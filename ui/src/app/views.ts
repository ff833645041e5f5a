import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import {
  commands,
  type NamedView,
  type ProfileId,
  savesLatest,
  type Views,
  viewsQuery,
} from "../ipc";
import { plainView, type TableView, type TableViews } from "../kit/table/tableView";
import type { NamedViews } from "../parts/namedViews";
import { byName } from "../parts/order";

export interface KeptViews {
  /** Null until they are known. */
  views: Required<Views> | null;
  change: (change: (now: Required<Views>) => Required<Views>) => void;
}

const none: Required<Views> = { tables: {}, pages: {}, lastPage: null, named: [] };

/** What the page remembers for an account; null is the demo. */
export function useViews(profile: ProfileId | null): KeptViews {
  const client = useQueryClient();
  const { data, isPending } = useQuery(viewsQuery);
  const views = useMemo(() => (isPending ? null : { ...none, ...data }), [isPending, data]);

  const change = useMemo<KeptViews["change"]>(() => {
    const save = savesLatest(
      (views: Views) => commands.setViews(profile, views),
      // It is not worth a message: what is on the screen stays as it is.
      () => {},
    );
    return (change) => {
      const before = { ...none, ...client.getQueryData(viewsQuery.queryKey) };
      const after = change(before);
      if (after === before) return;
      client.setQueryData(viewsQuery.queryKey, after);
      save(after);
    };
  }, [client, profile]);
  return { views, change };
}

/** The part of the views that pages use: filters under a name. */
export function useNamedViews({ views, change }: KeptViews): NamedViews {
  const named = views?.named;
  return useMemo(() => {
    const without = (of: readonly NamedView[], name: string) => of.filter((v) => v.name !== name);
    return {
      named: named ?? [],
      save: (view) =>
        change((now) => ({
          ...now,
          named: [...without(now.named, view.name), view].sort((a, b) => byName(a.name, b.name)),
        })),
      remove: (name) => change((now) => ({ ...now, named: without(now.named, name) })),
    };
  }, [named, change]);
}

/** The part of the views that tables use. */
export function useTableViews({ views, change }: KeptViews): TableViews {
  const tables = views?.tables;
  return useMemo(() => {
    const known = new Map<string, TableView>();
    for (const [name, view] of Object.entries(tables ?? {})) {
      const { order = [], shown = {}, widths = {}, sort = null } = view;
      known.set(name, { order, shown, widths, sort });
    }
    return {
      get: (name) => known.get(name) ?? plainView,
      set: (name, { order, shown, widths, sort }) => {
        const whole = Object.entries(widths).map(([id, width]) => [id, Math.round(width)]);
        const view = { order: [...order], shown, widths: Object.fromEntries(whole), sort };
        change((now) => ({ ...now, tables: { ...now.tables, [name]: view } }));
      },
    };
  }, [tables, change]);
}
