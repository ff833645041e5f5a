import { useMemo } from "react";
import type { HistoryOnly, Snapshot } from "../../ipc";
import { Button, SearchField, Segments } from "../../kit";
import { PickOne } from "../../kit/PickOne";
import { principalsOf } from "../../parts/endpointState";
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
  const known = useMemo(() => namesOf(snapshot), [snapshot]);
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
      <PickOne
        name="Endpoint"
        options={known.endpoints}
        chosen={
          endpoint === undefined
            ? null
            : (known.endpoints.find((e) => e.id === endpoint) ?? { id: endpoint, label: endpoint })
        }
        onChange={(id) => onChange({ endpoint: id ?? undefined })}
      />
      <PickOne
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

interface Names {
  endpoints: { id: string; label: string }[];
  principals: { id: string; label: string }[];
}

/** What can be chosen: every region that may have a history, and every principal that is listed now. */
function namesOf(snapshot: Snapshot | null): Names {
  const endpoints: Names["endpoints"] = [];
  const principals = new Set<string>();
  for (const cluster of snapshot?.clusters ?? []) {
    for (const region of cluster.regions) {
      endpoints.push({ id: region.id, label: `${cluster.name} ${region.region}` });
      for (const one of principalsOf(region.endpoint)) principals.add(one.text);
    }
  }
  return {
    endpoints,
    principals: [...principals].sort().map((text) => ({ id: text, label: text })),
  };
}
