import { useCallback, useMemo } from "react";
import { TreeTable } from "../../kit/TreeTable";
import { copyAloud, copyAsEntry, copyRows } from "../../parts";
import { whyNot } from "../../parts/endpointState";
import { useReview } from "../Review/review";
import { copied, copyEntries, only, openEntry, revokeEntry } from "./menu";
import { placeColumns } from "./placeColumns";
import type { Listed, Place } from "./places";
import { texts } from "./texts";
import { useOpenEndpoint } from "./useOpenEndpoint";

/** Who may connect, by endpoint. */
export function ByPlace({ places, allOpen }: { places: readonly Place[]; allOpen: boolean }) {
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
