import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type HistoryNames, type HistoryOnly, historyNamesQuery, type Snapshot } from "../../ipc";
import { Button, SearchField, Segments } from "../../kit";
import { FilterSelect } from "../../kit/FilterSelect";
import { type ChangesSearch, isNarrowed } from "./search";

interface Props {
  search: ChangesSearch;
  snapshot: Snapshot | null;
  onChange: (change: ChangesSearch) => void;
}

const kinds: { id: HistoryOnly; label: string }[] = [
  { id: "all", label: "All" },
  { id: "ours", label: "Ours" },
  { id: "seen", label: "Seen" },
];

/** Narrows the history down. */
export function HistoryFilters({ search, snapshot, onChange }: Props) {
  const { data } = useQuery(historyNamesQuery);
  const known = useMemo(() => optionsOf(data), [data]);
  const { endpoint, principal } = search;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-[18px] pb-2.5">
      <SearchField
        label="Search the history"
        placeholder="Search the history"
        value={search.q ?? ""}
        onChange={(q) => onChange({ q: q || undefined })}
        className="min-w-0 max-w-60 grow basis-36"
      />
      <Segments
        label="Whose changes"
        value={search.only ?? "all"}
        options={kinds}
        onChange={(only) => onChange({ only: only === "all" ? undefined : only })}
      />
      <FilterSelect
        name="Endpoint"
        options={known.endpoints}
        chosen={
          endpoint === undefined
            ? null
            : (known.endpoints.find((e) => e.id === endpoint) ?? placeOf(snapshot, endpoint))
        }
        onChange={(id) => onChange({ endpoint: id ?? undefined })}
      />
      <FilterSelect
        name="Principal"
        options={known.principals}
        chosen={principal === undefined ? null : { id: principal, label: principal }}
        onChange={(id) => onChange({ principal: id ?? undefined })}
      />
      {isNarrowed(search) && (
        <Button
          tone="quiet"
          size="s"
          onPress={() =>
            onChange({
              q: undefined,
              only: undefined,
              endpoint: undefined,
              principal: undefined,
            })
          }
        >
          Clear
        </Button>
      )}
    </div>
  );
}

interface Option {
  id: string;
  label: string;
}

/** What can be chosen: all that the history knows, also what is gone. */
function optionsOf(names: HistoryNames | undefined): { endpoints: Option[]; principals: Option[] } {
  const { endpoints = [], principals = [] } = names ?? {};
  return {
    endpoints: endpoints.map((e) => ({ id: e.regionId, label: `${e.clusterName} ${e.region}` })),
    principals: principals.map((text) => ({ id: text, label: text })),
  };
}

/** An endpoint that was asked for and of which the history says nothing. */
function placeOf(snapshot: Snapshot | null, id: string): Option {
  for (const cluster of snapshot?.clusters ?? [])
    for (const region of cluster.regions)
      if (region.id === id) return { id, label: `${cluster.name} ${region.region}` };
  return { id, label: id };
}
