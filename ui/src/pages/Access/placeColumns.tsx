import type { Region } from "../../ipc";
import { IconButton, StateWord } from "../../kit";
import type { TreeColumn } from "../../kit/TreeTable";
import { count } from "../../parts";
import { isUnread, stateOf, unreadMeaning, whyNot } from "../../parts/endpointState";
import { OwnerName } from "../../parts/OwnerName";
import { byName } from "../../parts/order";
import { PrincipalChip } from "../../parts/PrincipalChip";
import { NoteText, SinceText } from "../../parts/SinceText";
import { EndpointLink } from "./cells";
import { spaced } from "./owners";
import type { Listed, Place } from "./places";
import { texts } from "./texts";

interface Context {
  onOpen: (region: Region["id"]) => void;
  onRevoke: (one: Listed) => void;
}

/** The columns of the list by endpoint. */
export function placeColumns({ onOpen, onRevoke }: Context): TreeColumn<Place, Listed>[] {
  return [
    {
      id: "endpoint",
      title: "Endpoint",
      width: { min: 200, share: 42 },
      compare: (a, b) =>
        byName(a.cluster.name, b.cluster.name) || byName(a.region.region, b.region.region),
      group: ({ cluster, region }) => (
        <div className="-ml-1">
          <EndpointLink
            stacked
            cluster={cluster.name}
            region={region.region}
            onPress={() => onOpen(region.id)}
          />
        </div>
      ),
      line: (one) => (
        <PrincipalChip principal={one.principal} text={one.principal.text} className="max-w-full" />
      ),
    },
    {
      id: "who",
      title: "Who",
      width: { min: 140, share: 40 },
      compare: (a, b) => a.people.length - b.people.length,
      group: ({ people, region }) =>
        isUnread(region.endpoint) ? (
          <span className="text-warn" title={unreadMeaning}>
            {texts.notRead}
          </span>
        ) : people.length === 0 ? (
          <span className="text-warn">{texts.noPrincipals}</span>
        ) : (
          <span className="block truncate">{summary(people)}</span>
        ),
      line: (one) =>
        one.owner ? (
          <OwnerName owner={one.owner} name={one.name} fallback={spaced(one.owner)} />
        ) : (
          <span className="text-dim">
            {one.principal.kind === "everyone" ? texts.everyAccount : texts.notAPrincipal}
          </span>
        ),
    },
    {
      id: "state",
      title: "State",
      width: 112,
      compare: (a, b) => byName(stateOf(a.region).label, stateOf(b.region).label),
      group: ({ region }) => {
        const { tone, label } = stateOf(region);
        return <StateWord tone={tone}>{label}</StateWord>;
      },
      line: () => null,
    },
    {
      id: "since",
      title: "Since",
      width: 112,
      group: () => null,
      line: (one) => (
        <>
          <SinceText since={one.since} />
          <NoteText note={one.note} />
        </>
      ),
    },
    {
      id: "connections",
      title: "Connections",
      width: 96,
      isNumber: true,
      compare: (a, b) => (a.connections ?? -1) - (b.connections ?? -1),
      group: ({ connections }) => (
        <span
          className={connections ? undefined : "text-dim"}
          title={connections === null ? texts.notRead : undefined}
        >
          {connections ?? "—"}
        </span>
      ),
      line: () => null,
    },
    {
      id: "actions",
      title: "Actions",
      hideTitle: true,
      width: 40,
      group: () => null,
      line: (one) => (
        <div className="text-right">
          <IconButton
            label={`Revoke ${one.principal.text}`}
            icon="close"
            size={12}
            disabledReason={whyNot(one.region.mayEdit)}
            onPress={() => onRevoke(one)}
          />
        </div>
      ),
    },
  ];
}

/** The first names, and the number of the others. */
function summary(people: readonly Listed[]): string {
  const names = [...new Set(people.map((one) => one.name ?? one.principal.short))];
  if (names.length <= 3) return names.join(", ");
  return `${names.slice(0, 2).join(", ")} and ${count(names.length - 2, "more", "more")}`;
}
