import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type HistoryNames, type HistoryOnly, historyNamesQuery, type Snapshot } from "../../ipc";
import { Button, SearchField, Segments } from "../../kit";
import { FilterSelect } from "../../kit/FilterSelect";
import { type ChangesSearch, isNarrowed } from "./search";
import { texts } from "./texts";

interface Props {
  search: ChangesSearch;
  snapshot: Snapshot | null;
  onChange: (change: ChangesSearch) => void;
}

const kinds: { id: HistoryOnly; label: string }[] = [
  { id: "all", label: texts.everyone },
  { id: "ours", label: texts.byPostern },
  { id: "seen", label: texts.byOthers },
];

/** Search and filters for the history. */
export function HistoryFilters({ search, snapshot, onChange }: Props) {
  const { data } = useQuery(historyNamesQuery);
  const known = useMemo(() => optionsOf(data), [data]);
  const { endpoint, principal } = search;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-[18px] pb-2.5">
      <SearchField
        isMain
        label={texts.searchHistory}
        placeholder={texts.searchHistory}
        value={search.q ?? ""}
        onChange={(q) => onChange({ q: q || undefined })}
        className="min-w-0 max-w-60 grow basis-36"
      />
      <Segments
        label={texts.changedBy}
        value={search.only ?? "all"}
        options={kinds}
        onChange={(only) => onChange({ only: only === "all" ? undefined : only })}
      />
      <FilterSelect
        name={texts.endpoint}
        options={known.endpoints}
        chosen={
          endpoint === undefined
            ? null
            : (known.endpoints.find((e) => e.id === endpoint) ?? placeOf(snapshot, endpoint))
        }
        onChange={(id) => onChange({ endpoint: id ?? undefined })}
      />
      <FilterSelect
        name={texts.principal}
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
          {texts.clear}
        </Button>
      )}
    </div>
  );
}

interface Option {
  id: string;
  label: string;
}

/** Every endpoint and principal in the history, including those that no longer exist. */
function optionsOf(names: HistoryNames | undefined): { endpoints: Option[]; principals: Option[] } {
  const { endpoints = [], principals = [] } = names ?? {};
  return {
    endpoints: endpoints.map((e) => ({ id: e.regionId, label: `${e.clusterName} ${e.region}` })),
    principals: principals.map((text) => ({ id: text, label: text })),
  };
}

/** An endpoint in the filter that the history has no entry for. */
function placeOf(snapshot: Snapshot | null, id: string): Option {
  for (const cluster of snapshot?.clusters ?? [])
    for (const region of cluster.regions)
      if (region.id === id) return { id, label: `${cluster.name} ${region.region}` };
  return { id, label: id };
}
