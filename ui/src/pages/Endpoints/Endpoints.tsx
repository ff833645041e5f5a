import { useNavigate, useSearch } from "@tanstack/react-router";
import { type RefObject, useCallback, useDeferredValue, useEffect, useMemo, useRef } from "react";
import { commands, type Snapshot, useSnapshot } from "../../ipc";
import { Button, Empty } from "../../kit";
import type { TableHandle } from "../../kit/table/Table";
import { PageHeader, ProblemNotice } from "../../parts";
import { loadFailed, Unreadable } from "../../parts/LoadGaps";
import { BulkBar } from "./bulk/BulkBar";
import { useSelection } from "./bulk/useSelection";
import { Filters } from "./Filters";
import { Panel } from "./panel/Panel";
import { RowsToCome } from "./RowsToCome";
import { filterRows, groupRows, parseSort, type Row, rowsOf, type Sort, sortRows } from "./rows";
import { type EndpointsSearch, isFiltered, type PanelTab, tidy } from "./search";
import { EndpointsTable } from "./table/EndpointsTable";
import { useFound } from "./useFound";

/** Every endpoint of the account, and the one that is open beside them. */
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
              <RowsToCome />
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
  const rows = useMemo(() => rowsOf(snapshot), [snapshot]);
  const { q, cloud, state, vpc, principal, finding } = search;
  const filters = useMemo(
    () => ({ q, cloud, state, vpc, principal, finding }),
    [q, cloud, state, vpc, principal, finding],
  );
  const { found, look } = useFound(finding !== undefined);
  // The field shows each letter at once; the table follows when it has the time.
  const wanted = useDeferredValue(filters);
  const sort = useMemo(() => parseSort(search.sort), [search.sort]);
  const sorted = useMemo(() => sortRows(rows, sort), [rows, sort]);
  const shown = useMemo(() => filterRows(sorted, wanted, found), [sorted, wanted, found]);
  const groups = useMemo(() => groupRows(shown), [shown]);
  const { chosen, selecting } = useSelection(rows, shown);
  const open = rows.find((r) => r.id === search.region);

  const change = useCallback(
    (with_: Partial<EndpointsSearch>) =>
      void navigate({ search: (now) => tidy({ ...now, ...with_ }), replace: true }),
    [navigate],
  );
  const { panel, leadIn } = useLeadIn(search.region);
  const openRow = useCallback(
    (row: Row, byKey: boolean) => {
      if (byKey) leadIn(row.id);
      void navigate({ search: (now) => tidy({ ...now, region: row.id, tab: now.tab }) });
    },
    [navigate, leadIn],
  );
  const close = () => {
    change({ region: undefined, tab: undefined });
    table.current?.focus(search.region);
  };
  const clear = () =>
    change({
      q: undefined,
      cloud: undefined,
      state: undefined,
      vpc: undefined,
      principal: undefined,
      finding: undefined,
    });
  useFieldKey(field);
  useSelectAll(selecting.selectAll);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from the table too
    <div
      className="relative flex min-h-0 min-w-0 flex-1"
      onKeyDown={(event) => {
        if (
          event.key !== "Escape" ||
          event.defaultPrevented ||
          event.target === field.current ||
          !(event.target instanceof Node && event.currentTarget.contains(event.target))
        )
          return;
        // First the selection goes, then the panel.
        if (chosen.rows.length > 0) selecting.clear();
        else if (open) close();
      }}
    >
      <section className="flex min-h-0 min-w-0 flex-1 flex-col">
        <PageHeader title="Endpoints" />
        <Filters
          snapshot={snapshot}
          rows={rows}
          shown={shown}
          search={filters}
          found={found}
          onLook={look}
          onChange={change}
          onClear={clear}
          fieldRef={field}
          onLeave={() => table.current?.focus()}
        />
        {shown.length === 0 && isFiltered(search) ? (
          <div className="min-h-0 flex-1 overflow-y-auto">
            <Empty
              icon="search"
              title="No endpoint matches"
              action={<Button onPress={clear}>Clear search and filters</Button>}
            >
              None of the {rows.length} regions fits all that is asked for.
            </Empty>
          </div>
        ) : (
          <EndpointsTable
            handle={table}
            groups={groups}
            sort={sort}
            onSort={(to) => change({ sort: sortText(to) })}
            openId={search.region}
            isReading={snapshot.phase.kind === "loading"}
            onOpen={openRow}
            selection={selecting}
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

function sortText({ column, descending }: Sort): string | undefined {
  if (column === "cluster" && !descending) return undefined;
  return descending ? `-${column}` : column;
}

/** Takes the focus into the panel when it was opened by key. */
function useLeadIn(openId: string | undefined) {
  const panel = useRef<HTMLElement>(null);
  const wanted = useRef<string | null>(null);
  const enter = useCallback((tries = 10) => {
    const target = "[role=tab][aria-selected=true], input[data-editor]";
    const found = panel.current?.querySelector<HTMLElement>(target);
    if (found) found.focus();
    // The tabs are drawn a moment after the panel.
    else if (tries > 0) requestAnimationFrame(() => enter(tries - 1));
  }, []);
  useEffect(() => {
    if (wanted.current === null || wanted.current !== openId) return;
    wanted.current = null;
    enter();
  }, [openId, enter]);
  const leadIn = useCallback(
    (id: string) => {
      if (id === openId) enter();
      else wanted.current = id;
    },
    [openId, enter],
  );
  return { panel, leadIn };
}

/** `/` leads to the search field. */
function useFieldKey(field: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target;
      if (
        at instanceof HTMLElement &&
        at.closest("input, textarea, [role=dialog], [role=alertdialog]")
      )
        return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [field]);
}

/** Ctrl or Cmd with A takes in all that the filter shows, unless there is a text to select. */
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
      title="No clusters yet"
      action={
        <Button icon="refresh" onPress={() => void commands.refresh().catch(() => {})}>
          Look again
        </Button>
      }
    >
      {snapshot.projectName} of {snapshot.accountName} has no clusters. Create one in the vendor's
      console, inside a VPC; its regions then appear here.
    </Empty>
  );
}
