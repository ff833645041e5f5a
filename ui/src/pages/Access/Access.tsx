import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import {
  type AccessView,
  accessQuery,
  commands,
  type Snapshot,
  toProblem,
  useMay,
  useSnapshot,
} from "../../ipc";
import { Button, Empty, Menu, Notice, SearchField, Segments } from "../../kit";
import { FilterSelect } from "../../kit/FilterSelect";
import { count, PageHeader, ProblemNotice } from "../../parts";
import { attempt } from "../../parts/save";
import { WhileLoading } from "../../parts/WhileLoading";
import { number } from "../../parts/words";
import { useReview } from "../Review/review";
import { ByOwner } from "./ByOwner";
import { ByPlace } from "./ByPlace";
import { exportAccess } from "./exportAccess";
import { Findings, findFindings } from "./Findings";
import { ImportNames } from "./ImportNames";
import { findOwners, groupsOf, ownersOf } from "./owners";
import { findPlaces, placesOf } from "./places";
import { type AccessBy, type AccessSearch, parseAccessSearch, wordsOf } from "./search";
import { texts } from "./texts";
import { useOpenEndpoint } from "./useOpenEndpoint";

/** Who can reach what, since when, and the findings about it. */
export function Access() {
  const { snapshot, problem, retry } = useSnapshot();
  const query = useQuery(accessQuery);
  const [isImporting, setImporting] = useState(false);
  const wrong = problem ?? (query.error ? toProblem(query.error) : null);
  const isReading =
    snapshot?.phase.kind === "loading" &&
    !snapshot.phase.listsComplete &&
    snapshot.clusters.length === 0;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title="Access">
        {query.data && snapshot && (
          <>
            <Button icon="pencil" onPress={() => setImporting(true)}>
              {texts.names.button}
            </Button>
            <Export />
          </>
        )}
      </PageHeader>
      <ImportNames isOpen={isImporting} onClose={() => setImporting(false)} />
      {wrong && (
        <ProblemNotice
          problem={wrong}
          onRetry={() => {
            retry();
            void query.refetch();
          }}
          className="mx-[18px] mb-3"
        />
      )}
      {query.data && snapshot && !isReading ? (
        <Content view={query.data} snapshot={snapshot} />
      ) : (
        !wrong && <WhileLoading />
      )}
    </div>
  );
}

function Export() {
  return (
    <Menu
      label="Export"
      placement="bottom end"
      trigger={<Button icon="save">Export</Button>}
      entries={[
        { id: "csv", label: texts.export.csv, onAction: () => exportAccess("csv") },
        { id: "json", label: texts.export.json, onAction: () => exportAccess("json") },
      ]}
    />
  );
}

function Content({ view, snapshot }: { view: AccessView; snapshot: Snapshot }) {
  const search = parseAccessSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const by: AccessBy = search.by ?? "principal";
  const words = useMemo(() => wordsOf(search.q), [search.q]);
  const go = (next: AccessSearch) => void navigate({ to: "/access", search: next, replace: true });

  const owners = useMemo(() => ownersOf(view), [view]);
  const places = useMemo(() => placesOf(snapshot, view), [snapshot, view]);
  const groups = useMemo(() => groupsOf(owners), [owners]);
  const group = by === "principal" ? (search.group ?? null) : null;
  const shownOwners = useMemo(() => {
    const inGroup = group === null ? owners : owners.filter((owner) => owner.group === group);
    return findOwners(inGroup, words);
  }, [owners, words, group]);
  const shownPlaces = useMemo(() => findPlaces(places, words), [places, words]);
  const findings = useMemo(() => findFindings(view.findings, words), [view, words]);
  const open = view.findings.filter((finding) => finding.accepted === null).length;
  const { total, shown, what } = {
    principal: { total: owners.length, shown: shownOwners.length, what: "account" },
    endpoint: { total: places.length, shown: shownPlaces.length, what: "endpoint" },
    findings: { total: view.findings.length, shown: findings.length, what: "finding" },
  }[by];

  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-[18px] pb-2.5">
        <div className="shrink-0">
          <Segments
            label={texts.view}
            value={by}
            options={[
              { id: "principal", label: "By principal" },
              { id: "endpoint", label: "By endpoint" },
              {
                id: "findings",
                label: open > 0 ? `Findings ${open}` : "Findings",
              },
            ]}
            onChange={(to) => go({ ...search, by: to === "principal" ? undefined : to })}
          />
        </div>
        <SearchField
          isMain
          label={texts.search.label}
          placeholder={by === "findings" ? texts.search.findings : texts.search.placeholder}
          value={search.q ?? ""}
          onChange={(q) => go({ ...search, q: q || undefined })}
          className="w-64 min-w-36"
        />
        {by === "principal" && (groups.length > 0 || group !== null) && (
          <FilterSelect
            name={texts.group.name}
            options={groups.map((one) => ({ id: one, label: one }))}
            chosen={group === null ? null : { id: group, label: group }}
            onChange={(to) => go({ ...search, group: to ?? undefined })}
          />
        )}
        <span className="ml-auto truncate text-sm text-dim" role="status">
          {search.q || group !== null
            ? `${number(shown)} of ${count(total, what)}`
            : count(total, what)}
        </span>
      </div>
      <Unread places={view.unread} />
      {total > 0 && shown === 0 ? (
        <Empty
          icon="search"
          title={texts.noMatch.title}
          action={
            <Button onPress={() => go({ ...search, q: undefined, group: undefined })}>
              {texts.noMatch.showAll}
            </Button>
          }
        >
          {texts.noMatch.body(search.q ?? group ?? "")}
        </Empty>
      ) : by === "findings" ? (
        <FindingsView findings={findings} snapshot={snapshot} />
      ) : total === 0 ? (
        <Nobody hasEndpoints={places.length > 0} />
      ) : by === "principal" ? (
        <ByOwner
          owners={shownOwners}
          groups={groups}
          allOpen={words.length > 0 && shownOwners.length <= 3}
        />
      ) : (
        <ByPlace places={shownPlaces} allOpen={words.length > 0 && shownPlaces.length <= 5} />
      )}
    </>
  );
}

/** Names the endpoints that are missing here because their principals weren't read. */
function Unread({ places }: { places: AccessView["unread"] }) {
  const [first] = places;
  if (!first) return null;
  const where =
    places.length === 1
      ? `${first.clusterName} in ${first.region}`
      : count(places.length, "endpoint");
  return (
    <Notice tone="warn" plain className="mx-[18px] my-3">
      {texts.unread(where)}
    </Notice>
  );
}

function Nobody({ hasEndpoints }: { hasEndpoints: boolean }) {
  const navigate = useNavigate();
  return (
    <Empty
      icon="access"
      title={texts.nobody.title}
      action={
        <Button onPress={() => void navigate({ to: "/endpoints" })}>{texts.nobody.action}</Button>
      }
    >
      {hasEndpoints ? texts.nobody.noPrincipals : texts.nobody.noEndpoints}
    </Empty>
  );
}

function FindingsView({
  findings,
  snapshot,
}: {
  findings: ReturnType<typeof findFindings>;
  snapshot: Snapshot;
}) {
  const review = useReview();
  const navigate = useNavigate();
  const { editEndpoints: mayEdit } = useMay();
  return (
    <Findings
      findings={findings}
      snapshot={snapshot}
      mayEdit={mayEdit}
      onFix={(fix) => review.open(fix.goal)}
      onOpen={useOpenEndpoint()}
      onElsewhere={(where) =>
        where === "accounts"
          ? void navigate({ to: "/accounts" })
          : attempt("open the Aeon console", commands.openLink({ kind: "aeon" }))
      }
    />
  );
}
