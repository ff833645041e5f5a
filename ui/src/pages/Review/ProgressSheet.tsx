import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type BatchId, changesQuery } from "../../ipc";
import { Button, Dialog, Spinner } from "../../kit";
import { BatchHead } from "../Changes/BatchHead";
import { BatchSteps } from "../Changes/BatchSteps";
import { batchesOf, batchName } from "../Changes/batches";
import { texts } from "./texts";

/** The progress of a batch. Closing the sheet stops nothing. */
export function ProgressSheet({ id, onClose }: { id: BatchId; onClose: () => void }) {
  const { data: changes } = useQuery(changesQuery);
  const batch = useMemo(
    () => batchesOf((changes ?? []).filter((c) => c.batch === id))[0],
    [changes, id],
  );
  return (
    <Dialog
      title={batch ? batchName(batch) : texts.progressTitle}
      isOpen
      onClose={onClose}
      width={(batch?.changes.length ?? 1) > 1 ? "xl" : "m"}
      isBare
      footer={
        <>
          <span className="mr-auto text-sm text-dim">
            {batch && !batch.finished && texts.continues}
          </span>
          <Button tone={batch?.finished ? "primary" : "default"} onPress={onClose}>
            {batch?.finished ? texts.done : texts.hide}
          </Button>
        </>
      }
    >
      {batch ? (
        <>
          <div className="shrink-0 px-5 pb-4">
            <BatchHead batch={batch} onDismissed={onClose} />
          </div>
          <BatchSteps batch={batch} className="min-h-0 flex-1" />
        </>
      ) : (
        <p className="flex items-center gap-2 px-5 py-4 text-sm text-mut">
          {changes ? texts.noLongerListed : <Spinner />}
        </p>
      )}
    </Dialog>
  );
}
