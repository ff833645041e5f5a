import { useMemo, useState } from "react";
import { commands, useMay } from "../../ipc";
import type { MenuEntry } from "../../kit";
import { TreeTable } from "../../kit/TreeTable";
import { copyAloud, copyAsEntry, copyRows } from "../../parts";
import { whyNot } from "../../parts/endpointState";
import { attempt } from "../../parts/save";
import { useReview } from "../Review/review";
import { copied, copyEntries, only, openEntry, principalsEntry, revokeEntry } from "./menu";
import { ownerColumns } from "./ownerColumns";
import { type Owner, type OwnerReach, titleOf } from "./owners";
import { SetGroup } from "./SetGroup";
import { texts } from "./texts";
import { useOpenEndpoint } from "./useOpenEndpoint";

interface ByOwnerProps {
  owners: readonly Owner[];
  /** The groups that there are. */
  groups: readonly string[];
  allOpen: boolean;
}

/** What each account or subscription reaches. */
export function ByOwner({ owners, groups: known, allOpen }: ByOwnerProps) {
  const [grouping, setGrouping] = useState<Owner | null>(null);
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
    <>
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
                ...groupEntry(row.group, setGrouping),
                revokeEntry(texts.menu.revokeEverywhere, mayEdit, () =>
                  revoke.everywhere(row.group),
                ),
              ]
            : [
                openEntry(() => onOpen(row.line.regionId)),
                principalsEntry(row.line.principals),
                copyAsEntry(only(row.line.regionId), copied),
                revokeEntry(texts.menu.revoke, whyNot(row.line.mayEdit), () =>
                  revoke.here(row.line),
                ),
              ]
        }
      />
      {grouping?.id != null && (
        <SetGroup
          owner={grouping}
          id={grouping.id}
          groups={known}
          onClose={() => setGrouping(null)}
        />
      )}
    </>
  );
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

function groupEntry(owner: Owner, onGroup: (owner: Owner) => void): MenuEntry[] {
  if (owner.id === null) return [];
  return [
    { id: "group", label: texts.menu.group, icon: "bookmark", onAction: () => onGroup(owner) },
  ];
}
