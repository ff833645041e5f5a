import type { Details, OwnerNames, PrincipalView } from "../../../ipc";
import { Chip, cx, Dot, Icon, Skeleton, TruncateStart, useTabIndex } from "../../../kit";
import { CopyButton } from "../../../parts";
import { unreadMeaning, whyNot } from "../../../parts/endpointState";
import { chipText, nameOf } from "../../../parts/ownerNames";
import { useHasDraft } from "../editor/drafts";
import type { Row } from "../rows";
import { noNameYet, texts } from "../texts";
import { leastHead, visibleTail } from "./layout";

/** Marks an endpoint whose panel has unsent changes. */
export function DraftMark({ regionId }: { regionId: string }) {
  if (!useHasDraft(regionId)) return null;
  return (
    <span className="flex shrink-0 self-center" title={texts.row.draft}>
      <Dot tone="info" />
      <span className="sr-only">, {texts.row.draft.toLowerCase()}</span>
    </span>
  );
}

/** A name that can be copied. */
export function NameCell({ text, what }: { text: string; what: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <TruncateStart
        text={text}
        tail={visibleTail(text)}
        least={leastHead}
        className="mono text-mut"
      />
      <CopyButton text={text} what={what} className="!size-5" />
    </span>
  );
}

/** The service name, or why there is none. */
export function ServiceCell({ row, isReading }: { row: Row; isReading: boolean }) {
  const { endpoint } = row;
  if (endpoint.kind === "none") {
    return (
      <span className="block truncate text-dim" title={row.state.meaning}>
        {row.region.lacks[0]?.reason ?? texts.row.none}
      </span>
    );
  }
  if (row.serviceName) return <NameCell text={row.serviceName} what="service name" />;
  const status = endpoint.kind === "present" ? endpoint.status : null;
  const none = <span className="block truncate text-dim">{noNameYet(status)}</span>;
  if (endpoint.kind === "requested") return none;
  if (endpoint.details.kind === "loading") {
    return isReading ? (
      <Skeleton className="w-3/4" />
    ) : (
      <span className="text-dim">{texts.row.notLoaded}</span>
    );
  }
  if (endpoint.details.kind === "unreadable") return <Unreadable details={endpoint.details} />;
  return none;
}

/** Opens the panel's form to create an endpoint. */
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
      {texts.row.create}
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

/** The first principal, a second one if there is room, and the number of the others. */
export function PrincipalsCell({ row, names }: { row: Row; names: OwnerNames }) {
  const { principals, endpoint } = row;
  const pending = endpoint.kind === "present" ? endpoint.pending : null;
  const adding = pending?.added ?? [];
  const removing = pending?.removed ?? [];
  const isPending = adding.length + removing.length > 0;
  const [first, second] = principals;
  const all = principals.map((p) => titleOf(p, nameOf(names, p))).join("\n");
  return (
    <span className="flex min-w-0 items-center gap-1">
      {first && <PrincipalChip principal={first} name={nameOf(names, first)} isFirst />}
      {isPending ? (
        <More n={principals.length - 1} title={all} />
      ) : (
        <>
          <span className="contents @min-[860px]:hidden">
            <More n={principals.length - 1} title={all} />
          </span>
          <span className="hidden @min-[860px]:contents">
            {second && <PrincipalChip principal={second} name={nameOf(names, second)} />}
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
          {texts.row.notRead}
        </span>
      ) : (
        principals.length === 0 &&
        !isPending && <span className="text-dim">{texts.row.noPrincipals}</span>
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

function titleOf(principal: PrincipalView, name: string | null): string {
  return name === null ? principal.text : `${name}: ${principal.text}`;
}

function PrincipalChip({
  principal,
  name,
  isFirst,
}: {
  principal: PrincipalView;
  name: string | null;
  isFirst?: boolean;
}) {
  const everyone = principal.kind === "everyone";
  return (
    <Chip
      tone={everyone ? "bad" : principal.kind === "unrecognized" ? "warn" : "default"}
      title={titleOf(principal, name)}
      className={isFirst ? "shrink" : "shrink-[5]"}
    >
      {chipText(principal, name)}
    </Chip>
  );
}

/** A number, or a placeholder while it loads. */
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
