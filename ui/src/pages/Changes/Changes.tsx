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
import { texts } from "./texts";

/** Changes in progress, and the history of changes. */
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
      <PageHeader title={texts.title}>
        <Button icon="open" onPress={() => setImporting(true)}>
          {texts.importPlan}
        </Button>
        <Menu
          label={texts.exportHistory}
          placement="bottom end"
          trigger={<Button icon="save">{texts.export}</Button>}
          entries={[
            { id: "csv", label: texts.asCsv, onAction: () => exportHistory(query, "csv") },
            { id: "json", label: texts.asJson, onAction: () => exportHistory(query, "json") },
          ]}
        />
      </PageHeader>
      <Running />
      <section aria-label={texts.history} className="flex min-h-0 flex-1 flex-col">
        <h2 className="shrink-0 px-[18px] pt-1 pb-2 font-semibold">{texts.history}</h2>
        <HistoryFilters search={search} snapshot={snapshot} onChange={change} />
        <HistoryList
          query={query}
          empty={
            isNarrowed(search) ? (
              <Empty icon="search" title={texts.noMatches}>
                {texts.aboutNoMatches}
              </Empty>
            ) : (
              <Empty icon="history" title={texts.noChanges}>
                {texts.aboutNoChanges}
              </Empty>
            )
          }
        />
      </section>
      <ImportPlan isOpen={isImporting} onClose={() => setImporting(false)} />
    </div>
  );
}
