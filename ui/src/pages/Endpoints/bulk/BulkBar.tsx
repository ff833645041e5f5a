import { useState } from "react";
import { Button, Menu } from "../../../kit";
import { count } from "../../../parts";
import { whyNone } from "../../../parts/endpointState";
import { save, today } from "../../../parts/save";
import { useReview } from "../../Review/review";
import type { Row } from "../rows";
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

/** What is chosen, and what can be done with all of it at once. */
export function BulkBar({ chosen, all, onClear }: Props) {
  const review = useReview();
  const [kind, setKind] = useState<BulkKind | null>(null);
  const { endpoints } = chosen;
  const none = endpoints.length === 0 ? "No region with an endpoint is chosen." : null;
  const whyNoEdit = none ?? whyNone(endpoints.map((row) => row.region.mayEdit));
  const whyNoDelete = none ?? whyNone(endpoints.map((row) => row.region.mayDelete));
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
            <span className="text-warn">
              {" "}
              · {chosen.hidden.toLocaleString("en")} hidden by the filter
            </span>
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
          Copy list from…
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
          label="Export what is selected"
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
    missing.length > 0 && `${count(missing.length, "region")} without one`,
  ];
  return `${what.filter(Boolean).join(" and ")} in ${count(clusters, "cluster")}`;
}

function whyNoCreate({ rows, missing }: Chosen, all: readonly Row[]): string | null {
  const clusters = new Set(rows.map((row) => row.cluster.id));
  const inClusters = (row: Row) => clusters.has(row.cluster.id) && row.endpoint.kind === "none";
  const meant = missing.length > 0 ? missing : all.filter(inClusters);
  if (meant.length === 0) return "Every region of these clusters has an endpoint.";
  return whyNone(meant.map((row) => row.region.mayCreate));
}
