import { useState } from "react";
import { useMay } from "../../../ipc";
import { Button, Menu } from "../../../kit";
import { count } from "../../../parts";
import { save, today } from "../../../parts/save";
import { useReview } from "../../Review/review";
import type { Row } from "../rows";
import { texts } from "../texts";
import { AddDialog } from "./AddDialog";
import { CopyDialog } from "./CopyDialog";
import { CreateDialog } from "./CreateDialog";
import type { Chosen } from "./chosen";
import { rowsAsCsv, rowsAsJson } from "./exportRows";
import { idsOfRows } from "./facts";
import { RemoveDialog } from "./RemoveDialog";
import { ReplaceDialog } from "./ReplaceDialog";
import type { BulkKind } from "./types";

interface Props {
  chosen: Chosen;
  all: readonly Row[];
  onClear: () => void;
}

const dialogs = {
  add: AddDialog,
  remove: RemoveDialog,
  replace: ReplaceDialog,
  copy: CopyDialog,
  create: CreateDialog,
};

/** The number of selected rows, and the actions on all of them. */
export function BulkBar({ chosen, all, onClear }: Props) {
  const may = useMay().editEndpoints;
  const review = useReview();
  const [kind, setKind] = useState<BulkKind | null>(null);
  const { endpoints } = chosen;
  const onEndpoints = may ?? (endpoints.length === 0 ? texts.bulk.noEndpoints : null);
  const Asking = kind === null ? null : dialogs[kind];
  return (
    <>
      <section
        aria-label="Selection"
        className="flex shrink-0 flex-wrap items-center gap-x-1.5 gap-y-2 border-t border-line bg-panel px-[18px] py-2"
      >
        <p role="status" className="mr-auto text-sm">
          <span className="font-medium">{extent(chosen)}</span>
          {chosen.hidden > 0 && (
            <span className="text-warn"> · {texts.bulk.hidden(chosen.hidden)}</span>
          )}
        </p>
        <Button icon="plus" disabledReason={onEndpoints} onPress={() => setKind("add")}>
          Add principals…
        </Button>
        <Button icon="minus" disabledReason={onEndpoints} onPress={() => setKind("remove")}>
          Remove…
        </Button>
        <Button icon="swap" disabledReason={onEndpoints} onPress={() => setKind("replace")}>
          Replace…
        </Button>
        <Button icon="copy" disabledReason={onEndpoints} onPress={() => setKind("copy")}>
          Copy principals from…
        </Button>
        <Button
          icon="endpoint"
          disabledReason={may ?? whyNoCreate(chosen, all)}
          onPress={() => setKind("create")}
        >
          Create…
        </Button>
        <Button
          icon="trash"
          tone="danger"
          disabledReason={onEndpoints}
          onPress={() =>
            review.open({ kind: "delete", regions: idsOfRows(endpoints) }, { onSent: onClear })
          }
        >
          Delete…
        </Button>
        <Menu
          label="Export selection"
          placement="top start"
          trigger={<Button icon="save">Export</Button>}
          entries={[
            {
              id: "csv",
              label: "As CSV…",
              onAction: () => void saveAs("csv", rowsAsCsv(chosen.rows)),
            },
            {
              id: "json",
              label: "As JSON…",
              onAction: () => void saveAs("json", rowsAsJson(chosen.rows)),
            },
          ]}
        />
        <Button tone="quiet" onPress={onClear}>
          Clear
        </Button>
      </section>
      {Asking && (
        <Asking chosen={chosen} all={all} onClose={() => setKind(null)} onSent={onClear} />
      )}
    </>
  );
}

const saveAs = (ending: string, text: string) =>
  save(`postern-endpoints-${today()}.${ending}`, "the endpoints", text);

function extent({ endpoints, missing, clusters }: Chosen): string {
  const what = [
    endpoints.length > 0 && count(endpoints.length, "endpoint"),
    missing.length > 0 && `${count(missing.length, "region")} with no endpoint`,
  ];
  return `${what.filter(Boolean).join(", ")} in ${count(clusters, "cluster")}`;
}

function whyNoCreate({ rows, missing }: Chosen, all: readonly Row[]): string | null {
  if (missing.length > 0) return null;
  const clusters = new Set(rows.map((row) => row.cluster.id));
  const lacks = all.some((row) => clusters.has(row.cluster.id) && row.endpoint.kind === "none");
  return lacks ? null : texts.bulk.allHaveOne;
}
