import { memo, type RefObject, useCallback, useMemo, useRef, useState } from "react";
import type { SearchFieldProps } from "react-aria-components";
import {
  type OwnerNames,
  type PrincipalView,
  type Snapshot,
  useOwnerNames,
  useOwnerWords,
} from "../../ipc";
import { Button, Facet, type FacetOption, SearchField } from "../../kit";
import { cloudName, count } from "../../parts";
import { findingName } from "../../parts/findingKinds";
import { byName } from "../../parts/order";
import { nameOf } from "../../parts/ownerNames";
import { type FoundAt, facetCounts, type Listing, type Row } from "./rows";
import { type EndpointsSearch, type FacetName, isFiltered } from "./search";
import { texts } from "./texts";
import { ViewsMenu } from "./ViewsMenu";

interface Props {
  snapshot: Snapshot;
  rows: readonly Row[];
  /** What the table shows. */
  matching: Listing;
  search: EndpointsSearch;
  /** What the search field has. */
  text: string;
  onText: (text: string) => void;
  /** Called when the field loses the focus: the text is final. */
  onKeep: () => void;
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
  matching,
  search,
  text,
  onText,
  onKeep,
  whole,
  found,
  onLook,
  onChange,
  onClear,
  fieldRef,
  onLeave,
}: Props) {
  const { endpoints } = matching;
  // Options are counted while a facet is open, when nobody types.
  const latest = useRef(search);
  latest.current = search;
  const [openFacet, setOpenFacet] = useState<FacetName | null>(null);
  const onOpenChange = useCallback(
    (name: FacetName, isOpen: boolean) => {
      setOpenFacet(isOpen ? name : null);
      if (isOpen) onLook();
    },
    [onLook],
  );
  const onKeyDown = useCallback<NonNullable<SearchFieldProps["onKeyDown"]>>(
    (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") onLeave();
      else event.continuePropagation();
    },
    [onLeave],
  );
  return (
    <div className="flex min-h-[38px] flex-wrap items-center gap-x-1.5 gap-y-2 border-b border-line px-[18px] pb-2.5">
      <SearchField
        label={texts.search}
        placeholder={texts.searchHint}
        isMain
        inputRef={fieldRef}
        value={text}
        onChange={onText}
        onBlur={onKeep}
        onKeyDown={onKeyDown}
        className="min-w-0 max-w-52 grow basis-32"
      />
      {facets.map(({ name, title }) => (
        <OneFacet
          key={name}
          name={name}
          title={title}
          vpcs={snapshot.vpcs}
          // Only an open facet counts them, and only a choice needs its label: the others aren't drawn again.
          rows={openFacet === name || search[name] ? rows : noRows}
          latest={latest}
          chosen={search[name] ?? nothing}
          found={found}
          onOpenChange={onOpenChange}
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
        {endpoints === 0 && matching.rows.length > 0
          ? `${count(matching.rows.length, "region")} with no endpoint`
          : count(endpoints, "endpoint")}{" "}
        in {count(matching.groups.length, "cluster")}
      </span>
    </div>
  );
}

const nothing: readonly string[] = [];
const noRows: readonly Row[] = [];

interface OneProps extends Pick<Props, "rows" | "found" | "onChange"> {
  name: FacetName;
  title: string;
  vpcs: Snapshot["vpcs"];
  onOpenChange: (name: FacetName, isOpen: boolean) => void;
  latest: RefObject<EndpointsSearch>;
  chosen: readonly string[];
}

const OneFacet = memo(function OneFacet(props: OneProps) {
  const { name, title, vpcs, rows, latest, chosen, found, onOpenChange, onChange } = props;
  const names = useOwnerNames();
  const words = useOwnerWords();
  const labelOf = useMemo(() => labels(name, vpcs, rows, names), [name, vpcs, rows, names]);
  const choices = useCallback(
    () =>
      [...facetCounts(rows, latest.current, found, name, words)]
        .map(
          ([id, n]): FacetOption => ({
            id,
            label: labelOf(id),
            whole: name === "principal" ? id : undefined,
            count: n,
          }),
        )
        .sort((a, b) => b.count - a.count || byName(a.label, b.label)),
    [name, rows, latest, found, labelOf, words],
  );
  return (
    <Facet
      name={title}
      choices={choices}
      labelOf={labelOf}
      onOpenChange={(isOpen) => onOpenChange(name, isOpen)}
      chosen={chosen}
      onChange={(chosen) => onChange({ [name]: chosen })}
    />
  );
});

function labels(
  name: FacetName,
  vpcs: Snapshot["vpcs"],
  rows: readonly Row[],
  owners: OwnerNames,
): (id: string) => string {
  if (name === "cloud") return cloudName;
  if (name === "state") return (id) => id;
  if (name === "finding") return findingName;
  if (name === "principal") {
    // Made for the first label: without a choice or an open list there is none.
    let all: Map<string, PrincipalView> | null = null;
    return (id) => {
      if (id === "*") return "* anyone";
      // What nearly every ARN begins with would leave no room for what tells them apart.
      const short = id.replace(/^arn:aws:iam::/, "");
      all ??= new Map(rows.flatMap((row) => row.principals.map((p) => [p.text, p])));
      const principal = all.get(id);
      const owner = principal ? nameOf(owners, principal) : null;
      return owner === null ? short : `${owner}: ${short}`;
    };
  }
  const names = new Map(vpcs.map((v) => [v.id, v.name]));
  return (id) => names.get(id) ?? rows.find((r) => r.region.vpcId === id)?.vpcName ?? id;
}
