import { useNavigate, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { useSnapshot } from "../../ipc";
import { Button, Empty, Menu } from "../../kit";
import { PageHeader } from "../../parts";
import { exportHistory, queryOf } from "./exportHistory";
import { HistoryFilters } from "./HistoryFilters";
import { HistoryList } from "./HistoryList";
import { ImportPlan } from "./ImportPlan";
import { Running } from "./Running";
import { type ChangesSearch, isNarrowed } from "./search";

/** What is being changed, and all that was. */
export function Changes() {
  const search = useSearch({ from: "/changes" });
  const navigate = useNavigate({ from: "/changes" });
  const { snapshot } = useSnapshot();
  const [isImporting, setImporting] = useState(false);
  const change = (with_: ChangesSearch) =>
    void navigate({ search: (now) => ({ ...now, ...with_ }), replace: true });
  const wanted = useDeferredValue(search);
  const query = queryOf(wanted);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Changes">
        <Button icon="open" onPress={() => setImporting(true)}>
          Import plan…
        </Button>
        <Menu
          label="Export the history"
          placement="bottom end"
          trigger={<Button icon="save">Export</Button>}
          entries={[
            { id: "csv", label: "History as CSV…", onAction: () => exportHistory(query, "csv") },
            { id: "json", label: "History as JSON…", onAction: () => exportHistory(query, "json") },
          ]}
        />
      </PageHeader>
      <Running />
      <section aria-label="History" className="flex min-h-0 flex-1 flex-col">
        <h2 className="shrink-0 px-[18px] pt-1 pb-2 font-semibold">History</h2>
        <HistoryFilters search={search} snapshot={snapshot} onChange={change} />
        <HistoryList
          query={query}
          empty={
            isNarrowed(search) ? (
              <Empty icon="search" title="Nothing fits">
                No change in the history fits all that is asked for.
              </Empty>
            ) : (
              <Empty icon="history" title="Nothing has been changed yet">
                What you change is kept here, with the list before and after, and what others change
                while Postern looks on.
              </Empty>
            )
          }
        />
      </section>
      <ImportPlan isOpen={isImporting} onClose={() => setImporting(false)} />
    </div>
  );
}
