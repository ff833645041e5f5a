import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from "react";
import { commands, type Snapshot, useOwnerWords, useSnapshot } from "../../ipc";
import { Button, Empty } from "../../kit";
import { isCopyOutsideText } from "../../kit/copyKey";
import type { TableHandle } from "../../kit/table/Table";
import { PageHeader, ProblemNotice } from "../../parts";
import { AeonConsoleButton } from "../../parts/AeonConsoleButton";
import { loadFailed, Unreadable } from "../../parts/LoadGaps";
import { markPainted } from "../../parts/painted";
import { useReview } from "../Review/review";
import { BulkBar } from "./bulk/BulkBar";
import type { Chosen } from "./bulk/chosen";
import { useSelection } from "./bulk/useSelection";
import { Filters } from "./Filters";
import { Finder } from "./finder";
import { LoadingRows } from "./LoadingRows";
import { Panel } from "./panel/Panel";
import { listAll, parseSort, type Row, type Sort, sortListing } from "./rows";
import { type EndpointsSearch, isFiltered, type PanelTab, tidy } from "./search";
import { EndpointsTable } from "./table/EndpointsTable";
import { type Entry, isGroup } from "./table/entries";
import { copyServiceNames, type RowActs } from "./table/rowMenu";
import { texts } from "./texts";
import { useFound } from "./useFound";
import { useTyped } from "./useTyped";

/** All endpoints of the account, with the open one in a panel beside them. */
export function Endpoints() {
  const { snapshot, problem, isPending, retry } = useSnapshot();
  return (
    <div className="@container/page flex min-h-0 flex-1">
      {snapshot && snapshot.clusters.length > 0 ? (
        <Loaded snapshot={snapshot} />
      ) : (
        <section className="flex min-h-0 min-w-0 flex-1 flex-col">
          <PageHeader title="Endpoints" />
          <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
            {problem ? (
              <ProblemNotice className="m-[18px]" problem={problem} onRetry={retry} />
            ) : isPending || snapshot?.phase.kind === "loading" ? (
              <LoadingRows />
            ) : (
              snapshot && <Nothing snapshot={snapshot} />
            )}
          </div>
        </section>
      )}
    </div>
  );
}

function Loaded({ snapshot }: { snapshot: Snapshot }) {
  const search = useSearch({ from: "/endpoints" });
  const navigate = useNavigate({ from: "/endpoints" });
  const table = useRef<TableHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const { clusters } = snapshot;
  const listing = useMemo(() => listAll({ clusters }), [clusters]);
  const { rows } = listing;
  const { cloud, state, vpc, principal, finding } = search;
  const facets = useMemo(
    () => ({ cloud, state, vpc, principal, finding }),
    [cloud, state, vpc, principal, finding],
  );
  const { found, look } = useFound(finding !== undefined);
  const sort = useMemo(() => parseSort(search.sort), [search.sort]);
  const sorted = useMemo(() => sortListing(listing, sort), [listing, sort]);
  const names = useOwnerWords();
  const change = useCallback(
    (with_: Partial<EndpointsSearch>) =>
      void navigate({ search: (now) => tidy({ ...now, ...with_ }), replace: true }),
    [navigate],
  );
  const { text, type, keep } = useTyped(
    search.q,
    useCallback((q: string) => change({ q }), [change]),
  );
  const filters = useMemo(() => tidy({ ...facets, q: text }), [facets, text]);
  // The field shows each letter at once; the table catches up when the browser is idle.
  const wanted = useDeferredValue(facets);
  const wantedText = useDeferredValue(text);
  const finder = useMemo(
    () => new Finder(sorted, wanted, found, names),
    [sorted, wanted, found, names],
  );
  const matching = useMemo(() => finder.find(wantedText), [finder, wantedText]);
  const { rows: shown, groups } = matching;
  const { chosen, selecting } = useSelection(rows, shown);
  const open = search.region === undefined ? undefined : rows.find((r) => r.id === search.region);

  const { panel, focusPanel } = useFocusPanel(search.region);
  const openRow = useCallback(
    (row: Row, byKey: boolean, tab?: PanelTab) => {
      if (byKey) focusPanel(row.id);
      void navigate({ search: (now) => tidy({ ...now, region: row.id, tab: tab ?? now.tab }) });
    },
    [navigate, focusPanel],
  );
  const close = () => {
    change({ region: undefined, tab: undefined });
    table.current?.focus(search.region);
  };
  const clear = useCallback(() => change(noFilters), [change]);
  useSelectAll(selecting.selectAll);
  useEffect(() => void Promise.all([markPainted("rows"), markPainted("table")]), []);
  const acts = useRowActs(openRow, chosen);
  const leave = useCallback(() => table.current?.focus(), []);
  const sortBy = useCallback((to: Sort) => change({ sort: sortText(to) }), [change]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from the table too
    <div
      className="relative flex min-h-0 min-w-0 flex-1"
      onKeyDown={(event) => {
        if (isCopyOutsideText(event) && chosen.rows.length > 0) {
          event.preventDefault();
          copyServiceNames(null, chosen.rows);
          return;
        }
        if (
          event.key !== "Escape" ||
          event.defaultPrevented ||
          event.target === field.current ||
          !(event.target instanceof Node && event.currentTarget.contains(event.target))
        )
          return;
        // The first press clears the selection, the next one closes the panel.
        if (chosen.rows.length > 0) selecting.clear();
        else if (open) close();
      }}
    >
      <section className="flex min-h-0 min-w-0 flex-1 flex-col">
        <PageHeader title="Endpoints" />
        <Filters
          snapshot={snapshot}
          rows={rows}
          matching={matching}
          search={filters}
          text={text}
          onText={type}
          onKeep={keep}
          whole={search}
          found={found}
          onLook={look}
          onChange={change}
          onClear={clear}
          fieldRef={field}
          onLeave={leave}
        />
        {shown.length === 0 && isFiltered(filters) ? (
          <div className="min-h-0 flex-1 overflow-y-auto">
            <Empty
              icon="search"
              title={texts.noMatch.title}
              action={<Button onPress={clear}>{texts.noMatch.clear}</Button>}
            >
              {texts.noMatch.body(rows.length)}
            </Empty>
          </div>
        ) : (
          <EndpointsTable
            handle={table}
            groups={groups}
            sort={sort}
            onSort={sortBy}
            openId={search.region}
            isReading={snapshot.phase.kind === "loading"}
            onOpen={openRow}
            selection={selecting}
            acts={acts}
          />
        )}
        {chosen.rows.length > 0 && (
          <BulkBar
            chosen={chosen}
            all={rows}
            onClear={() => {
              selecting.clear();
              table.current?.focus();
            }}
          />
        )}
        <Unreadable snapshot={snapshot} />
      </section>
      {open && (
        <Panel
          ref={panel}
          row={open}
          tab={search.tab ?? "overview"}
          onTab={(to: PanelTab) => change({ tab: to })}
          onClose={close}
        />
      )}
    </div>
  );
}

const noFilters: EndpointsSearch = {
  q: undefined,
  cloud: undefined,
  state: undefined,
  vpc: undefined,
  principal: undefined,
  finding: undefined,
};

/** What a row's context menu does. */
function useRowActs(
  openRow: (row: Row, byKey: boolean, tab?: PanelTab) => void,
  chosen: Chosen,
): RowActs {
  const navigate = useNavigate();
  const { open: openReview } = useReview();
  return useMemo(() => {
    const meant = (entry: Entry) => {
      if (isGroup(entry)) return entry.rows;
      return chosen.rows.some((row) => row.id === entry.id) ? chosen.rows : [entry];
    };
    return {
      meant,
      open: (row) => openRow(row, true),
      editAccess: (row) => openRow(row, true, "access"),
      connect: ({ cluster, region }) =>
        void navigate({ to: "/connect", search: { cluster: cluster.id, region: region.id } }),
      topology: ({ cluster }) =>
        void navigate({ to: "/topology", search: { cluster: cluster.id } }),
      delete: ({ region }) => openReview({ kind: "delete", regions: [region.id] }),
      // Copying means the selection, wherever the focus is.
      copy: (entry) => copyServiceNames(entry, chosen.rows.length > 0 ? chosen.rows : meant(entry)),
    };
  }, [openRow, chosen, navigate, openReview]);
}

function sortText({ column, descending }: Sort): string | undefined {
  if (column === "cluster" && !descending) return undefined;
  return descending ? `-${column}` : column;
}

/** Moves the focus into the panel when it was opened with the keyboard. */
function useFocusPanel(openId: string | undefined) {
  const panel = useRef<HTMLElement>(null);
  const wanted = useRef<string | null>(null);
  const enter = useCallback((tries = 10) => {
    const target = "[role=tab][aria-selected=true], input[data-editor]";
    const found = panel.current?.querySelector<HTMLElement>(target);
    if (found) found.focus();
    // The tabs render a moment after the panel.
    else if (tries > 0) requestAnimationFrame(() => enter(tries - 1));
  }, []);
  useEffect(() => {
    if (wanted.current === null || wanted.current !== openId) return;
    wanted.current = null;
    enter();
  }, [openId, enter]);
  const focusPanel = useCallback(
    (id: string) => {
      if (id === openId) enter();
      else wanted.current = id;
    },
    [openId, enter],
  );
  return { panel, focusPanel };
}

/** Ctrl+A or Cmd+A selects all rows shown, unless the focus is where text can be selected. */
function useSelectAll(all: () => void) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "a" || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey) return;
      const at = event.target;
      if (
        at instanceof HTMLElement &&
        at.closest("input, textarea, [role=dialog], [role=alertdialog], [role=listbox], aside")
      )
        return;
      event.preventDefault();
      all();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [all]);
}

function Nothing({ snapshot }: { snapshot: Snapshot }) {
  const failed = loadFailed(snapshot);
  if (failed) return failed;
  return (
    <Empty
      icon="endpoint"
      title={texts.noClusters.title}
      action={
        <>
          <AeonConsoleButton />
          <Button icon="refresh" onPress={() => void commands.refresh().catch(() => {})}>
            {texts.noClusters.refresh}
          </Button>
        </>
      }
    >
      {texts.noClusters.body(snapshot.projectName, snapshot.accountName)}
    </Empty>
  );
}
