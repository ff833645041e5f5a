import type { Region } from "../../ipc";
import { Button, Chip, IconButton } from "../../kit";
import type { TreeColumn } from "../../kit/TreeTable";
import { CopyButton, cloudName, count } from "../../parts";
import { whyNot } from "../../parts/endpointState";
import { OwnerName } from "../../parts/OwnerName";
import { byName } from "../../parts/order";
import { PrincipalChip } from "../../parts/PrincipalChip";
import { NoteText, SinceText } from "../../parts/SinceText";
import { EndpointLink, StatusWord } from "./cells";
import { type Owner, type OwnerReach, partOf, spaced, titleOf } from "./owners";
import { texts } from "./texts";

interface Context {
  /** Why the key may not edit principals; null: it may. */
  mayEdit: string | null;
  onOpen: (region: Region["id"]) => void;
  onRevokeEverywhere: (owner: Owner) => void;
  onRevoke: (reach: OwnerReach) => void;
}

const byText = (of: (o: Owner) => string) => (a: Owner, b: Owner) => byName(of(a), of(b));

/** The most chips in a cell. */
const chips = 3;

/** The columns of the list by account or subscription. */
export function ownerColumns(context: Context): TreeColumn<Owner, OwnerReach>[] {
  return [
    {
      id: "owner",
      title: "Account or subscription",
      width: { min: 206, share: 36 },
      compare: byText(titleOf),
      group: (owner) => <Whose owner={owner} />,
      line: (reach) => (
        <div className="-ml-1">
          <EndpointLink
            stacked
            cluster={reach.clusterName}
            region={reach.region}
            onPress={() => context.onOpen(reach.regionId)}
          />
        </div>
      ),
    },
    {
      id: "principals",
      title: "Principals",
      width: { min: 130, share: 40 },
      compare: (a, b) => a.principals.length - b.principals.length,
      group: (owner) => <Chips of={owner.principals} />,
      line: (reach) => <Chips of={reach.principals} />,
    },
    {
      id: "reaches",
      title: "Reaches",
      width: 104,
      compare: (a, b) => a.reaches.length - b.reaches.length,
      group: (owner) => (
        <>
          <div className="truncate">{count(owner.reaches.length, "endpoint")}</div>
          <div className="truncate text-xs text-dim">in {count(owner.clusters, "cluster")}</div>
        </>
      ),
      line: (reach) => <StatusWord status={reach.status} />,
    },
    {
      id: "since",
      title: "Since",
      width: 112,
      compare: byText((o) => o.since?.at ?? ""),
      group: (owner) => <SinceText since={owner.since} />,
      line: (reach) => (
        <>
          <SinceText since={reach.since} />
          <NoteText note={reach.note} />
        </>
      ),
    },
    {
      id: "actions",
      title: "Actions",
      hideTitle: true,
      width: 100,
      group: (owner) => (
        <div className="text-right">
          <Button
            size="s"
            tone="quiet"
            disabledReason={context.mayEdit}
            aria-label={`Revoke ${titleOf(owner)} everywhere`}
            onPress={() => context.onRevokeEverywhere(owner)}
          >
            {texts.revokeAll}
          </Button>
        </div>
      ),
      line: (reach) => (
        <div className="text-right">
          <IconButton
            label={`Revoke on ${reach.clusterName} in ${reach.region}`}
            icon="close"
            size={12}
            disabledReason={whyNot(reach.mayEdit)}
            onPress={() => context.onRevoke(reach)}
          />
        </div>
      ),
    },
  ];
}

function Whose({ owner }: { owner: Owner }) {
  if (owner.id === null) {
    const everyone = owner.principals[0]?.kind === "everyone";
    return (
      <>
        <div className={everyone ? "font-medium text-bad" : "mono truncate"} title={owner.key}>
          {titleOf(owner)}
        </div>
        <div className="truncate text-xs text-dim">
          {cloudName(owner.cloud)} ·{" "}
          {everyone ? texts.everyAccount.toLowerCase() : texts.notAPrincipal.toLowerCase()}
        </div>
      </>
    );
  }
  return (
    <>
      <div className="flex min-w-0 items-center gap-2">
        <OwnerName owner={owner.id} name={owner.name} fallback={spaced(owner.id)} />
        {owner.group && (
          <Chip tone="more" className="max-w-28 shrink-0" title={texts.group.of(owner.group)}>
            {owner.group}
          </Chip>
        )}
      </div>
      <div className="flex min-w-0 items-center gap-1.5 text-xs text-dim">
        {owner.name ? (
          <>
            <span className="shrink-0">{cloudName(owner.cloud)}</span>
            <span className="mono truncate select-text">{spaced(owner.id)}</span>
          </>
        ) : (
          <span className="truncate">
            {owner.cloud === "azure" ? "Azure subscription" : "AWS account"}
          </span>
        )}
        <CopyButton text={owner.id} what={`ID of ${titleOf(owner)}`} className="!size-4" />
        {owner.isOurs && <span className="shrink-0">· yours</span>}
      </div>
    </>
  );
}

function Chips({ of }: { of: Owner["principals"] }) {
  const more = of.length - chips;
  return (
    <span className="flex min-w-0 items-center gap-1">
      {of.slice(0, chips).map((principal) => (
        <PrincipalChip
          key={principal.text}
          principal={principal}
          text={partOf(principal)}
          // Short names stay whole; long ones are truncated.
          className={partOf(principal).length <= 8 ? "shrink-0" : undefined}
        />
      ))}
      {more > 0 && (
        <Chip
          tone="more"
          className="shrink-0"
          title={of.map((principal) => principal.text).join("\n")}
        >
          +{more}
        </Chip>
      )}
    </span>
  );
}
