import { useState } from "react";
import {
  commands,
  type Finding,
  type FindingKind,
  type Fix,
  type Severity,
  type Snapshot,
} from "../../ipc";
import { Button, cx, Empty, Icon, type IconName } from "../../kit";
import { calendarDay } from "../../parts/age";
import { findingKinds } from "../../parts/findingKinds";
import { attempt } from "../../parts/save";
import { AcceptFinding } from "./AcceptFinding";
import { EndpointLink } from "./cells";
import { fits } from "./search";
import { texts } from "./texts";

interface Props {
  findings: readonly Finding[];
  snapshot: Snapshot;
  mayEdit: string | null;
  onFix: (fix: Fix) => void;
  onOpen: (region: string) => void;
  /** Opens the place where something can be fixed that Postern can't fix. */
  onElsewhere: (kind: "console" | "accounts") => void;
}

const looks: Record<Severity, { icon: IconName; tone: string; word: string }> = {
  serious: { icon: "error", tone: "text-bad bg-bad-bg", word: "Serious" },
  warning: { icon: "warning", tone: "text-warn bg-warn-bg", word: "Warning" },
  note: { icon: "info", tone: "text-mut bg-chip", word: "Note" },
};

/** How many findings of a kind, and endpoints of a finding, are shown at first. */
const some = 12;
const places = 4;

/** The findings by kind, most serious first. */
export function Findings({ findings, ...rest }: Props) {
  const [accepting, setAccepting] = useState<Finding | null>(null);
  const accepted = findings.filter((finding) => finding.accepted !== null);
  const groups = new Map<FindingKind, Finding[]>();
  for (const finding of findings) {
    if (finding.accepted !== null) continue;
    const of = groups.get(finding.kind);
    if (of) of.push(finding);
    else groups.set(finding.kind, [finding]);
  }
  if (findings.length === 0) {
    return (
      <Empty icon="check" title={texts.findings.none.title}>
        {texts.findings.none.body}
      </Empty>
    );
  }
  return (
    <section
      aria-label="Findings"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="ring-in min-h-0 flex-1 overflow-auto px-[18px] pb-8 outline-none"
    >
      <div className="mx-auto max-w-[940px]">
        {[...groups].map(([kind, of]) => (
          <Group
            key={kind}
            title={findingKinds[kind]}
            findings={of}
            onAccept={setAccepting}
            {...rest}
          />
        ))}
        {accepted.length > 0 && (
          <Group
            title={texts.findings.accepted}
            findings={accepted}
            onAccept={setAccepting}
            {...rest}
          />
        )}
        {findings.some((finding) => finding.principal) && (
          <p className="pt-5 text-sm text-dim">{texts.findings.whoDidIt}</p>
        )}
      </div>
      {accepting && <AcceptFinding finding={accepting} onClose={() => setAccepting(null)} />}
    </section>
  );
}

interface GroupProps extends Props {
  title: string;
  onAccept: (finding: Finding) => void;
}

function Group({ title, findings, ...rest }: GroupProps) {
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, some);
  return (
    <section aria-label={title} className="pt-5">
      <h2 className="flex items-baseline gap-2 pb-2 text-sm font-semibold">
        {title}
        <span className="text-xs font-normal text-dim tabular-nums">{findings.length}</span>
      </h2>
      <ul className="divide-y divide-line-soft overflow-hidden rounded-lg border border-line">
        {shown.map((finding) => (
          <Line key={finding.id} finding={finding} {...rest} />
        ))}
      </ul>
      {shown.length < findings.length && (
        <Button size="s" tone="quiet" className="mt-1.5" onPress={() => setAll(true)}>
          {texts.findings.more(findings.length - shown.length)}
        </Button>
      )}
    </section>
  );
}

interface LineProps extends Omit<Props, "findings"> {
  finding: Finding;
  onAccept: (finding: Finding) => void;
}

function Line({ finding, snapshot, mayEdit, onFix, onOpen, onElsewhere, onAccept }: LineProps) {
  const [empty] = finding.kind === "nobody-allowed" ? finding.regions : [];
  const look = looks[finding.severity];
  return (
    <li className="flex gap-3 bg-panel px-3.5 py-3">
      <span
        role="img"
        aria-label={look.word}
        className={cx("mt-px grid size-[22px] shrink-0 place-items-center rounded-md", look.tone)}
      >
        <Icon name={look.icon} size={13} />
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="font-medium break-words">{finding.title}</h3>
        <p className="mt-0.5 text-sm break-words text-mut">{finding.text}</p>
        {finding.accepted && (
          <p className="mt-0.5 text-sm break-words text-mut">
            {texts.findings.acceptedUntil(
              calendarDay(finding.accepted.until),
              finding.accepted.reason,
            )}
          </p>
        )}
        <Places finding={finding} snapshot={snapshot} onOpen={onOpen} />
      </div>
      <div className="flex shrink-0 flex-col items-end gap-1.5">
        {empty !== undefined && (
          <Button
            size="s"
            disabledReason={mayEdit}
            aria-label={`Add principals: ${finding.title}`}
            onPress={() => onOpen(empty)}
          >
            {texts.findings.addPrincipals}
          </Button>
        )}
        {finding.fixes.map((fix, i) => (
          <Button
            key={fix.label}
            size="s"
            tone={i === 0 && empty === undefined ? "default" : "quiet"}
            disabledReason={mayEdit}
            aria-label={`${fix.label}: ${finding.title}`}
            onPress={() => onFix(fix)}
          >
            {fix.label}…
          </Button>
        ))}
        {finding.kind === "public-access" && (
          <Button
            size="s"
            icon="external"
            aria-label={`${texts.findings.openConsole}: ${finding.title}`}
            onPress={() => onElsewhere("console")}
          >
            {texts.findings.openConsole}
          </Button>
        )}
        {finding.kind === "key-expires" && (
          <Button size="s" icon="key" onPress={() => onElsewhere("accounts")}>
            {texts.findings.replaceKey}
          </Button>
        )}
        {finding.accepted ? (
          <Button
            size="s"
            tone="quiet"
            aria-label={`${texts.findings.withdraw}: ${finding.title}`}
            onPress={() => attempt("count the finding", commands.withdrawAcceptance(finding.id))}
          >
            {texts.findings.withdraw}
          </Button>
        ) : (
          <Button
            size="s"
            tone="quiet"
            aria-label={`${texts.findings.accept} ${finding.title}`}
            onPress={() => onAccept(finding)}
          >
            {texts.findings.accept}
          </Button>
        )}
      </div>
    </li>
  );
}

/** Links to the endpoints of a finding. */
function Places({ finding, snapshot, onOpen }: Pick<LineProps, "finding" | "snapshot" | "onOpen">) {
  const [all, setAll] = useState(false);
  const ids = new Set(finding.regions);
  const found = snapshot.clusters.flatMap((cluster) =>
    cluster.regions.flatMap((region) => (ids.has(region.id) ? [{ cluster, region }] : [])),
  );
  if (found.length === 0) return null;
  const shown = all ? found : found.slice(0, places);
  return (
    <ul className="-ml-1 mt-1.5 flex flex-wrap gap-x-3 gap-y-0.5 text-sm">
      {shown.map(({ cluster, region }) => (
        <li key={region.id} className="max-w-full min-w-0">
          <EndpointLink
            cluster={cluster.name}
            region={region.region}
            onPress={() => onOpen(region.id)}
          />
        </li>
      ))}
      {shown.length < found.length && (
        <li>
          <Button tone="link" className="text-xs" onPress={() => setAll(true)}>
            {texts.findings.morePlaces(found.length - shown.length)}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** The findings that contain every word. */
export function findFindings(
  findings: readonly Finding[],
  words: readonly string[],
): readonly Finding[] {
  if (words.length === 0) return findings;
  return findings.filter((f) =>
    fits(words, f.title, f.text, findingKinds[f.kind], f.principal?.text ?? null),
  );
}
