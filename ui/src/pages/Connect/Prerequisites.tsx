import { useQuery } from "@tanstack/react-query";
import { commands, type Prerequisite, toProblem } from "../../ipc";
import { Icon, type IconName, Skeleton } from "../../kit";
import { ProblemNotice } from "../../parts";

const looks: Record<Prerequisite["state"], { icon: IconName; color: string; word: string }> = {
  met: { icon: "check", color: "text-ok", word: "Met" },
  missing: { icon: "warning", color: "text-warn", word: "Missing" },
  "ask-user": { icon: "info", color: "text-acc", word: "Make sure" },
};

/** What must hold, what isn't yet first. */
export function Prerequisites({ regionId, only }: { regionId: string; only?: "missing" }) {
  const query = useQuery({
    queryKey: ["connect", "prerequisites", regionId],
    queryFn: () => commands.prerequisites(regionId),
    retry: false,
  });
  if (query.error)
    return <ProblemNotice problem={toProblem(query.error)} onRetry={() => void query.refetch()} />;
  if (!query.data) return only ? null : <Skeleton className="h-24 w-full" />;
  const order = ["missing", "ask-user", "met"];
  const list = query.data
    .filter((p) => !only || p.state === only)
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  if (list.length === 0) return null;
  return (
    <ul aria-label="Prerequisites" className="flex flex-col gap-1.5 text-sm">
      {list.map((p) => {
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
