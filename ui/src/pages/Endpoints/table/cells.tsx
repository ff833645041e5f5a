import type { Details, PrincipalView } from "../../../ipc";
import { Chip, cx, Icon, Skeleton, TruncateStart, useTabIndex } from "../../../kit";
import { CopyButton } from "../../../parts";
import { unreadMeaning, whyNot } from "../../../parts/endpointState";
import type { Row } from "../rows";

/** A name that can be copied. */
export function NameCell({ text, what }: { text: string; what: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <TruncateStart text={text} tail={tellingEnd(text)} className="mono text-mut" />
      <CopyButton text={text} what={what} className="!size-5" />
    </span>
  );
}

/** The service name, or what stands in its place. */
export function ServiceCell({ row, isReading }: { row: Row; isReading: boolean }) {
  const { endpoint } = row;
  if (endpoint.kind === "none") {
    return (
      <span className="block truncate text-dim" title={row.state.meaning}>
        {row.cluster.lacks[0]?.reason ?? "No endpoint in this region"}
      </span>
    );
  }
  if (row.serviceName) return <NameCell text={row.serviceName} what="service name" />;
  const later = <span className="block truncate text-dim">Comes when it is ready</span>;
  if (endpoint.kind === "requested") return later;
  if (endpoint.details.kind === "loading") {
    return isReading ? (
      <Skeleton className="w-3/4" />
    ) : (
      <span className="text-dim">Not read yet</span>
    );
  }
  if (endpoint.details.kind === "unreadable") return <Unreadable details={endpoint.details} />;
  return later;
}

/** Opens the form for an endpoint where there is none. */
export function CreateLink({ row, onCreate }: { row: Row; onCreate: (row: Row) => void }) {
  const tabIndex = useTabIndex();
  const reason = whyNot(row.region.mayCreate);
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-disabled={reason !== null}
      title={reason ?? undefined}
      aria-description={reason ?? undefined}
      onClick={() => reason === null && onCreate(row)}
      className={cx(
        "max-w-full truncate rounded",
        reason === null ? "text-acc hover:underline" : "text-dim",
      )}
    >
      Create endpoint
    </button>
  );
}

function Unreadable({ details }: { details: Extract<Details, { kind: "unreadable" }> }) {
  return (
    <span
      className="flex min-w-0 items-center gap-1.5 text-warn"
      title={`${details.problem.message} ${details.problem.hint}`}
    >
      <Icon name="warning" size={13} />
      <span className="truncate">{details.problem.message}</span>
    </span>
  );
}

/** How much of a name's end tells it from others: of an AWS service name its id, of the rest the beginning does. */
function tellingEnd(name: string): number {
  return /vpce-svc-[0-9a-f]+$/.exec(name)?.[0].length ?? 0;
}

/** Who may connect: the first, the second where there is room, and how many more. */
export function PrincipalsCell({ row }: { row: Row }) {
  const { principals, endpoint } = row;
  const pending = endpoint.kind === "present" ? endpoint.pending : null;
  const adding = pending?.added ?? [];
  const removing = pending?.removed ?? [];
  const isPending = adding.length + removing.length > 0;
  const [first, second] = principals;
  const all = principals.map((p) => p.text).join("\n");
  return (
    <span className="flex min-w-0 items-center gap-1">
      {first && <PrincipalChip principal={first} isFirst />}
      {isPending ? (
        <More n={principals.length - 1} title={all} />
      ) : (
        <>
          <span className="contents @min-[860px]:hidden">
            <More n={principals.length - 1} title={all} />
          </span>
          <span className="hidden @min-[860px]:contents">
            {second && <PrincipalChip principal={second} />}
            <More n={principals.length - 2} title={all} />
          </span>
        </>
      )}
      {adding.length > 0 && (
        <Chip tone="more" className="shrink-0" title={adding.join("\n")}>
          +{adding.length} pending
        </Chip>
      )}
      {removing.length > 0 && (
        <Chip tone="more" className="shrink-0" title={removing.join("\n")}>
          −{removing.length} pending
        </Chip>
      )}
      {row.isUnread ? (
        <span className="text-warn" title={unreadMeaning}>
          Not read
        </span>
      ) : (
        principals.length === 0 && !isPending && <span className="text-dim">Nobody</span>
      )}
    </span>
  );
}

function More({ n, title }: { n: number; title: string }) {
  if (n <= 0) return null;
  return (
    <Chip tone="more" title={title} className="shrink-0">
      +{n}
    </Chip>
  );
}

function PrincipalChip({ principal, isFirst }: { principal: PrincipalView; isFirst?: boolean }) {
  const everyone = principal.kind === "everyone";
  return (
    <Chip
      tone={everyone ? "bad" : principal.kind === "unrecognised" ? "warn" : "default"}
      title={principal.text}
      className={isFirst ? "shrink" : "shrink-[5]"}
    >
      {everyone ? "* anyone" : principal.short}
    </Chip>
  );
}

/** A number of things; a place for it while it is being read. */
export function NumberCell({
  row,
  value,
  isReading,
}: {
  row: Row;
  value: number | null;
  isReading: boolean;
}) {
  if (value !== null)
    return <span className={cx("tabular-nums", value === 0 && "text-dim")}>{value}</span>;
  if (isReading && row.endpoint.kind === "present" && row.endpoint.details.kind === "loading")
    return <Skeleton className="w-4" />;
  return null;
}
