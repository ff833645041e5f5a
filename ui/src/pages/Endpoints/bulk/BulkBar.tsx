import { useState } from "react";
import { commands, type FileFormat, type RegionInfoId } from "../../../ipc";
import { Button, Menu } from "../../../kit";
import { copyRowsEntries, count } from "../../../parts";
import { whyNone } from "../../../parts/endpointState";
import { save } from "../../../parts/save";
import { useReview } from "../../Review/review";
import type { Row } from "../rows";
import { values } from "../table/rowMenu";
import { texts } from "../texts";
import { AddDialog } from "./AddDialog";
import { CopyDialog } from "./CopyDialog";
import { CreateDialog } from "./CreateDialog";
import { type Chosen, idsOf, missingOf } from "./chosen";
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
  const review = useReview();
  const [kind, setKind] = useState<BulkKind | null>(null);
  const { endpoints } = chosen;
  const none = endpoints.length === 0 ? texts.bulk.noEndpoints : null;
  const whyNoEdit = none ?? whyNone(endpoints, (row) => row.region.mayEdit);
  const whyNoDelete = none ?? whyNone(endpoints, (row) => row.region.mayDelete);
  const Asking = kind === null ? null : dialogs[kind];
  return (
    <>
      <section
        aria-label="Selection"
        data-bottom-bar=""
        className="flex shrink-0 flex-wrap items-center gap-x-1.5 gap-y-2 border-t border-line bg-panel px-[18px] py-2"
      >
        <p role="status" className="mr-auto min-w-36 grow basis-0 text-sm leading-tight">
          <span className="font-medium">{extent(chosen)}</span>
          {chosen.hidden > 0 && (
            <span className="text-warn"> · {texts.bulk.hidden(chosen.hidden)}</span>
          )}
        </p>
        <Button icon="plus" disabledReason={whyNoEdit} onPress={() => setKind("add")}>
          Add principals…
        </Button>
        <Button icon="minus" disabledReason={whyNoEdit} onPress={() => setKind("remove")}>
          Remove…
        </Button>
        <Button icon="swap" disabledReason={whyNoEdit} onPress={() => setKind("replace")}>
          Replace…
        </Button>
        <Button icon="copy" disabledReason={whyNoEdit} onPress={() => setKind("copy")}>
          Copy principals from…
        </Button>
        <Button
          icon="endpoint"
          disabledReason={whyNoCreate(chosen, all)}
          onPress={() => setKind("create")}
        >
          Create…
        </Button>
        <Button
          icon="trash"
          tone="danger"
          disabledReason={whyNoDelete}
          onPress={() =>
            review.open({ kind: "delete", regions: idsOfRows(endpoints) }, { onSent: onClear })
          }
        >
          Delete…
        </Button>
        <Menu
          label={texts.bulk.copyOrExport}
          placement="top start"
          trigger={<Button icon="copy">Copy</Button>}
          entries={[
            ...copyRowsEntries({ kind: "endpoints", ids: [...idsOf(chosen.rows)] }, values),
            {
              id: "csv",
              label: texts.bulk.exportCsv,
              separated: true,
              onAction: () => void saveAs("csv", idsOfRows(chosen.rows)),
            },
            {
              id: "json",
              label: texts.bulk.exportJson,
              onAction: () => void saveAs("json", idsOfRows(chosen.rows)),
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

const saveAs = (format: FileFormat, ids: RegionInfoId[]) =>
  save("the endpoints", commands.saveMade({ kind: "endpoints", ids, format }));

function extent({ endpoints, missing, clusters }: Chosen): string {
  const what = [
    endpoints.length > 0 && count(endpoints.length, "endpoint"),
    missing.length > 0 && `${count(missing.length, "region")} with no endpoint`,
  ];
  return `${what.filter(Boolean).join(", ")} in ${count(clusters, "cluster")}`;
}

function whyNoCreate({ rows, missing }: Chosen, all: readonly Row[]): string | null {
  const meant = missing.length > 0 ? missing : missingBeside(rows, all);
  if (meant.length === 0) return texts.bulk.allHaveOne;
  return whyNone(meant, (row) => row.region.mayCreate);
}

/** The rows without an endpoint in the clusters of these rows. */
function missingBeside(rows: readonly Row[], all: readonly Row[]): readonly Row[] {
  const without = missingOf(all);
  if (without.length === 0) return without;
  const clusters = new Set(rows.map((row) => row.cluster.id));
  return without.filter((row) => clusters.has(row.cluster.id));
}
