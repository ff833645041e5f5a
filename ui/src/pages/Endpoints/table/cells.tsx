import type { Details, PrincipalView } from "../../../ipc";
import { Chip, cx, Icon, KeepEnd, Skeleton } from "../../../kit";
import { CopyButton } from "../../../parts";
import type { Row } from "../rows";

/** A name that can be copied, or what stands in its place. */
export function NameCell({
  row,
  text,
  what,
  isCurrent,
}: {
  row: Row;
  text: string | null;
  what: string;
  isCurrent: boolean;
}) {
  if (text) {
    return (
      <>
        <KeepEnd text={text} tail={what === "service name" ? 22 : 16} className="mono text-mut" />
        <CopyButton text={text} what={what} excludeFromTabOrder={!isCurrent} className="!size-5" />
      </>
    );
  }
  const { endpoint } = row;
  if (endpoint.kind !== "present" || what !== "service name") return null;
  if (endpoint.details.kind === "loading") return <Skeleton className="w-3/4" />;
  if (endpoint.details.kind === "unreadable") return <Unreadable details={endpoint.details} />;
  return <span className="truncate text-dim">Comes when it is ready</span>;
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

const most = 2;

/** Who may connect: the first two, and how many more. */
export function PrincipalsCell({ row }: { row: Row }) {
  const { principals, endpoint } = row;
  const shown = principals.slice(0, most);
  const more = principals.length - shown.length;
  const pending = endpoint.kind === "present" ? endpoint.pending : null;
  const adding = pending?.added.length ?? 0;
  const removing = pending?.removed.length ?? 0;
  return (
    <span className="flex min-w-0 items-center gap-1">
      {shown.map((p) => (
        <PrincipalChip key={p.text} principal={p} />
      ))}
      {more > 0 && (
        <Chip tone="more" className="shrink-0" title={principals.map((p) => p.text).join("\n")}>
          +{more}
        </Chip>
      )}
      {adding > 0 && (
        <Chip tone="more" className="shrink-0" title={pending?.added.join("\n")}>
          +{adding} pending
        </Chip>
      )}
      {removing > 0 && (
        <Chip tone="more" className="shrink-0" title={pending?.removed.join("\n")}>
          −{removing} pending
        </Chip>
      )}
      {principals.length === 0 && adding === 0 && endpoint.kind !== "none" && (
        <span className="text-dim">Nobody</span>
      )}
    </span>
  );
}

function PrincipalChip({ principal }: { principal: PrincipalView }) {
  const everyone = principal.kind === "everyone";
  return (
    <Chip
      tone={everyone ? "bad" : principal.kind === "unrecognised" ? "warn" : "default"}
      title={principal.text}
    >
      {everyone ? "* anyone" : principal.short}
    </Chip>
  );
}

/** A number of things; a place for it while it is being read. */
export function NumberCell({ row, value }: { row: Row; value: number | null }) {
  if (value !== null)
    return <span className={cx("tabular-nums", value === 0 && "text-dim")}>{value}</span>;
  if (row.endpoint.kind === "present" && row.endpoint.details.kind === "loading")
    return <Skeleton className="w-4" />;
  return null;
}
