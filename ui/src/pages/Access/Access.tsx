import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import {
  type AccessView,
  accessQuery,
  commands,
  type PrincipalView,
  type RegionInfoId,
  type Rows,
  type RowsFormat,
  type Snapshot,
  toProblem,
  useMay,
  useSnapshot,
} from "../../ipc";
import { Button, Empty, Menu, type MenuEntry, Notice, SearchField, Segments } from "../../kit";
import { TreeTable } from "../../kit/TreeTable";
import { copyAloud, copyAsEntry, copyRows, count, PageHeader, ProblemNotice } from "../../parts";
import { whyNot } from "../../parts/endpointState";
import { attempt } from "../../parts/save";
import { WhileLoading } from "../../parts/WhileLoading";
import { useReview } from "../Review/review";
import { exportAccess } from "./exportAccess";
import { Findings, findFindings } from "./Findings";
import { ImportNames } from "./ImportNames";
import { ownerColumns } from "./ownerColumns";
import { findOwners, type Owner, type OwnerReach, ownersOf, titleOf } from "./owners";
import { placeColumns } from "./placeColumns";
import { findPlaces, type Listed, type Place, placesOf } from "./places";
import { type AccessBy, type AccessSearch, parseAccessSearch, wordsOf } from "./search";
import { texts } from "./texts";

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
  const shownOwners = useMemo(() => findOwners(owners, words), [owners, words]);
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
        <SearchField
          isMain
          label={texts.search.label}
          placeholder={by === "findings" ? texts.search.findings : texts.search.placeholder}
          value={search.q ?? ""}
          onChange={(q) => go({ ...search, q: q || undefined })}
          className="w-64"
        />
        <span className="ml-auto truncate text-sm text-dim" role="status">
          {search.q ? `${shown.toLocaleString("en")} of ${count(total, what)}` : count(total, what)}
        </span>
      </div>
      <Unread places={view.unread} />
      {total > 0 && shown === 0 ? (
        <Empty
          icon="search"
          title={texts.noMatch.title}
          action={
            <Button onPress={() => go({ ...search, q: undefined })}>{texts.noMatch.showAll}</Button>
          }
        >
          {texts.noMatch.body(search.q ?? "")}
        </Empty>
      ) : by === "findings" ? (
        <FindingsView findings={findings} snapshot={snapshot} />
      ) : total === 0 ? (
        <Nobody hasEndpoints={places.length > 0} />
      ) : by === "principal" ? (
        <ByOwner owners={shownOwners} allOpen={words.length > 0 && shownOwners.length <= 3} />
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

function useOpenEndpoint() {
  const navigate = useNavigate();
  return useCallback(
    (region: string) => void navigate({ to: "/endpoints", search: { region, tab: "access" } }),
    [navigate],
  );
}

function ByOwner({ owners, allOpen }: { owners: readonly Owner[]; allOpen: boolean }) {
  const { open: openReview } = useReview();
  const { editEndpoints: mayEdit } = useMay();
  const onOpen = useOpenEndpoint();
  const revoke = useMemo(
    () => ({
      everywhere: (owner: Owner) =>
        openReview({
          kind: "remove-everywhere",
          principals: owner.principals.map((p) => p.text),
        }),
      here: (reach: OwnerReach) =>
        openReview({
          kind: "remove",
          regions: [reach.regionId],
          principals: reach.principals.map((p) => p.text),
        }),
    }),
    [openReview],
  );
  const columns = useMemo(
    () =>
      ownerColumns({
        mayEdit,
        onOpen,
        onRevokeEverywhere: revoke.everywhere,
        onRevoke: revoke.here,
      }),
    [mayEdit, onOpen, revoke],
  );
  const groups = useMemo(
    () =>
      owners.map((owner) => ({
        key: owner.key,
        name: texts.reachedBy(titleOf(owner)),
        data: owner,
        lines: owner.reaches.map((reach) => ({ key: reach.regionId, data: reach })),
      })),
    [owners],
  );
  return (
    <TreeTable
      // Rows that the user opened stay open only as long as the others start closed, and the other way round.
      key={String(allOpen)}
      label="Access by principal"
      name="access-by-principal"
      groups={groups}
      columns={columns}
      allOpen={allOpen}
      onCopy={(row) =>
        "group" in row
          ? void copyAloud(row.group.id ?? row.group.key, "ID")
          : void copyRows(only(row.line.regionId), "service-names")
      }
      menuOf={(row) =>
        "group" in row
          ? [
              ...copyEntries("ID", row.group.id),
              principalsEntry(row.group.principals),
              ...oursEntry(row.group),
              revokeEntry(texts.menu.revokeEverywhere, mayEdit, () => revoke.everywhere(row.group)),
            ]
          : [
              openEntry(() => onOpen(row.line.regionId)),
              principalsEntry(row.line.principals),
              copyAsEntry(only(row.line.regionId), copied),
              revokeEntry(texts.menu.revoke, whyNot(row.line.mayEdit), () => revoke.here(row.line)),
            ]
      }
    />
  );
}

function ByPlace({ places, allOpen }: { places: readonly Place[]; allOpen: boolean }) {
  const { open: openReview } = useReview();
  const onOpen = useOpenEndpoint();
  const onRevoke = useCallback(
    ({ region, principal }: Listed) =>
      openReview({ kind: "remove", regions: [region.id], principals: [principal.text] }),
    [openReview],
  );
  const columns = useMemo(() => placeColumns({ onOpen, onRevoke }), [onOpen, onRevoke]);
  const groups = useMemo(
    () =>
      places.map((place) => ({
        key: place.region.id,
        name: texts.whoReaches(place.cluster.name, place.region.region),
        data: place,
        lines: place.people.map((one) => ({ key: one.principal.text, data: one })),
      })),
    [places],
  );
  return (
    <TreeTable
      key={String(allOpen)}
      label="Access by endpoint"
      name="access-by-endpoint"
      groups={groups}
      columns={columns}
      allOpen={allOpen}
      groupHeight={40}
      onCopy={(row) =>
        "group" in row
          ? void copyRows(only(row.group.region.id), "service-names")
          : void copyAloud(row.line.principal.text, "principal")
      }
      menuOf={(row) =>
        "group" in row
          ? [
              openEntry(() => onOpen(row.group.region.id)),
              copyAsEntry(only(row.group.region.id), copied),
            ]
          : [
              ...copyEntries("principal", row.line.principal.text),
              revokeEntry(texts.menu.revoke, whyNot(row.line.region.mayEdit), () =>
                onRevoke(row.line),
              ),
            ]
      }
    />
  );
}

const only = (id: RegionInfoId): Rows => ({ kind: "endpoints", ids: [id] });
const copied: readonly RowsFormat[] = ["service-names", "hosts", "principals"];

function principalsEntry(principals: readonly PrincipalView[]): MenuEntry {
  const what = principals.length === 1 ? "principal" : count(principals.length, "principal");
  return {
    id: "copy-principals",
    label: `Copy ${what}`,
    icon: "copy",
    onAction: () => void copyAloud(principals.map((one) => one.text).join("\n"), what),
  };
}

function oursEntry({ id, isOurs }: Owner): MenuEntry[] {
  if (id === null) return [];
  return [
    {
      id: "ours",
      label: isOurs ? texts.menu.notOurs : texts.menu.ours,
      icon: "user",
      onAction: () => attempt("change the mark", commands.setOurs(id, !isOurs)),
    },
  ];
}

function openEntry(onAction: () => void): MenuEntry {
  return { id: "open", label: texts.menu.open, icon: "endpoint", onAction };
}

function copyEntries(what: string, text: string | null): MenuEntry[] {
  if (text === null) return [];
  const onAction = () => void copyAloud(text, what);
  return [{ id: "copy", label: `Copy ${what}`, icon: "copy", onAction }];
}

function revokeEntry(label: string, whyNot: string | null, onAction: () => void): MenuEntry {
  return {
    id: "revoke",
    label,
    icon: "close",
    tone: "danger",
    separated: true,
    isDisabled: whyNot !== null,
    onAction,
  };
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
