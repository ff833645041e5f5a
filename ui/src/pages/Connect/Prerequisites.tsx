import { useQuery } from "@tanstack/react-query";
import { commands, type Prerequisite, toProblem } from "../../ipc";
import { Icon, type IconName, Skeleton } from "../../kit";
import { ProblemNotice } from "../../parts";
import { texts } from "./texts";

const looks: Record<Prerequisite["state"], { icon: IconName; color: string; word: string }> = {
  met: { icon: "check", color: "text-ok", word: texts.met },
  missing: { icon: "warning", color: "text-warn", word: texts.missing },
  "ask-user": { icon: "info", color: "text-acc", word: texts.makeSure },
};

/** The prerequisites, with those not met first. */
export function Prerequisites({ regionId, only }: { regionId: string; only?: "missing" }) {
  const query = useQuery({
    queryKey: ["connect", "prerequisites", regionId],
    queryFn: () => commands.prerequisites(regionId),
    retry: false,
  });
  if (query.error)
    return <ProblemNotice problem={toProblem(query.error)} onRetry={() => void query.refetch()} />;
  if (!query.data) return only ? null : <Skeleton className="h-24 w-full" />;
  const open = query.data.filter((p) => p.state !== "met" && (!only || p.state === only));
  open.sort((a, b) => Number(b.state === "missing") - Number(a.state === "missing"));
  const met = query.data.filter((p) => p.state === "met");
  if (only) return open.length > 0 ? <List label={texts.prerequisites} of={open} /> : null;
  return (
    <section aria-label={texts.prerequisites} className="flex flex-col gap-2">
      {open.length > 0 && <List label={texts.notMet} of={open} />}
      {met.length > 0 && (
        <details className="text-sm">
          <summary className="ring-in flex cursor-default items-center gap-2 rounded text-mut hover:text-tx">
            <Icon name="check" size={14} className="text-ok" />
            {texts.metOf(met.length, query.data.length)}
            <Icon name="down" size={12} className="text-dim" />
          </summary>
          <div className="pt-2 pl-[22px]">
            <List label={texts.met} of={met} />
          </div>
        </details>
      )}
    </section>
  );
}

function List({ label, of }: { label: string; of: readonly Prerequisite[] }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-1.5 text-sm">
      {of.map((p) => {
        const look = looks[p.state];
        return (
          <li key={p.kind} className="flex gap-2">
            <Icon name={look.icon} size={14} className={`mt-[2px] ${look.color}`} />
            <span className="min-w-0">
              <span className="sr-only">{look.word}: </span>
              <span className={p.state === "met" ? "text-mut" : undefined}>{p.text}</span>
              {p.remedy && <span className="block text-xs text-dim">{p.remedy}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
