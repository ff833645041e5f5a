import { type RefObject, useCallback, useMemo } from "react";
import { type OwnerNames, type Snapshot, useOwnerNames } from "../../ipc";
import { Button, Facet, type FacetOption, SearchField } from "../../kit";
import { cloudName, count } from "../../parts";
import { findingName } from "../../parts/findingKinds";
import { nameOf } from "../../parts/ownerNames";
import { type FoundAt, facetCounts, type Row, tally } from "./rows";
import { type EndpointsSearch, type FacetName, isFiltered } from "./search";
import { texts } from "./texts";
import { ViewsMenu } from "./ViewsMenu";

interface Props {
  snapshot: Snapshot;
  rows: readonly Row[];
  shown: readonly Row[];
  search: EndpointsSearch;
  /** The whole address, with the sort order. */
  whole: EndpointsSearch;
  found: FoundAt;
  /** Called when a facet opens. */
  onLook: () => void;
  onChange: (change: Partial<EndpointsSearch>) => void;
  onClear: () => void;
  fieldRef: RefObject<HTMLInputElement | null>;
  /** Called on Enter and arrow down in the field: the table takes the focus. */
  onLeave: () => void;
}

const facets: readonly { name: FacetName; title: string }[] = [
  { name: "cloud", title: "Cloud" },
  { name: "state", title: "State" },
  { name: "vpc", title: "VPC" },
  { name: "principal", title: "Principal" },
  { name: "finding", title: "Finding" },
];

/** The search field, the facets, and how many endpoints match. */
export function Filters({
  snapshot,
  rows,
  shown,
  search,
  whole,
  found,
  onLook,
  onChange,
  onClear,
  fieldRef,
  onLeave,
}: Props) {
  const { endpoints, clusters } = useMemo(() => tally(shown), [shown]);
  return (
    <div className="flex min-h-[38px] flex-wrap items-center gap-x-1.5 gap-y-2 border-b border-line px-[18px] pb-2.5">
      <SearchField
        label={texts.search}
        placeholder={texts.search}
        isMain
        inputRef={fieldRef}
        value={search.q ?? ""}
        onChange={(q) => onChange({ q })}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "Enter") onLeave();
          else event.continuePropagation();
        }}
        className="min-w-0 max-w-52 grow basis-32"
      />
      {facets.map(({ name, title }) => (
        <OneFacet
          key={name}
          name={name}
          title={title}
          snapshot={snapshot}
          rows={rows}
          search={search}
          found={found}
          onLook={onLook}
          onChange={onChange}
        />
      ))}
      {isFiltered(search) && (
        <Button tone="quiet" size="s" onPress={onClear}>
          Clear
        </Button>
      )}
      <ViewsMenu search={whole} />
      <span role="status" className="ml-auto text-sm whitespace-nowrap text-dim">
        {endpoints === 0 && shown.length > 0
          ? `${count(shown.length, "region")} with no endpoint`
          : count(endpoints, "endpoint")}{" "}
        in {count(clusters, "cluster")}
      </span>
    </div>
  );
}

type OfFacet = "snapshot" | "rows" | "search" | "found" | "onLook" | "onChange";

interface OneProps extends Pick<Props, OfFacet> {
  name: FacetName;
  title: string;
}

function OneFacet(props: OneProps) {
  const { name, title, snapshot, rows, search, found, onLook, onChange } = props;
  const names = useOwnerNames();
  const labelOf = useMemo(() => labels(name, snapshot, rows, names), [name, snapshot, rows, names]);
  const choices = useCallback(
    () =>
      [...facetCounts(rows, search, found, name, names)]
        .map(
          ([id, n]): FacetOption => ({
            id,
            label: labelOf(id),
            whole: name === "principal" ? id : undefined,
            count: n,
          }),
        )
        .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label)),
    [name, rows, search, found, labelOf, names],
  );
  return (
    <Facet
      name={title}
      choices={choices}
      labelOf={labelOf}
      onOpen={onLook}
      chosen={search[name] ?? []}
      onChange={(chosen) => onChange({ [name]: chosen })}
    />
  );
}

function labels(
  name: FacetName,
  snapshot: Snapshot,
  rows: readonly Row[],
  owners: OwnerNames,
): (id: string) => string {
  if (name === "cloud") return cloudName;
  if (name === "state") return (id) => id;
  if (name === "finding") return findingName;
  if (name === "principal") {
    const all = new Map(rows.flatMap((row) => row.principals.map((p) => [p.text, p])));
    return (id) => {
      if (id === "*") return "* anyone";
      // What nearly every ARN begins with would leave no room for what tells them apart.
      const short = id.replace(/^arn:aws:iam::/, "");
      const principal = all.get(id);
      const owner = principal ? nameOf(owners, principal) : null;
      return owner === null ? short : `${owner}: ${short}`;
    };
  }
  const names = new Map(snapshot.vpcs.map((v) => [v.id, v.name]));
  return (id) => names.get(id) ?? rows.find((r) => r.region.vpcId === id)?.vpcName ?? id;
}
