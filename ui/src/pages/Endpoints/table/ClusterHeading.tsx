import { Icon } from "../../../kit";
import { StateOfCluster } from "../../../parts";
import { factsOf, type Group } from "../rows";
import { texts } from "../texts";

/** A cluster's line above its regions. */
export function ClusterHeading({ group }: { group: Group }) {
  const { cluster } = group;
  return (
    <>
      <span className="max-w-1/2 shrink-0 truncate font-medium" title={cluster.name}>
        {cluster.name}
      </span>
      <span className="min-w-0 truncate text-sm text-dim">{factsOf(group)}</span>
      {cluster.problem && (
        <span
          className="flex shrink-0 items-center gap-1 text-sm text-warn"
          title={`${cluster.problem.message} ${cluster.problem.hint}`}
        >
          <Icon name="warning" size={12} />
          {texts.row.notRefreshed}
        </span>
      )}
      <StateOfCluster cluster={cluster} className="ml-auto shrink-0 text-sm text-dim" />
    </>
  );
}
