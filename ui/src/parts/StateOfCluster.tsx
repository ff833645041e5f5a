import type { Cluster } from "../ipc";
import { StateWord } from "../kit";
import { healthTone, word } from "./words";

/** A cluster's state: the task that holds it and how far it is, else the service's word. */
export function StateOfCluster({ cluster, className }: { cluster: Cluster; className?: string }) {
  if (cluster.busy) {
    const { task, percent } = cluster.busy;
    return (
      <StateWord tone="warn" className={className}>
        {word(task)}
        {percent === null ? "…" : ` ${percent} %`}
      </StateWord>
    );
  }
  return (
    <StateWord tone={healthTone(cluster.health)} className={className}>
      {word(cluster.state)}
    </StateWord>
  );
}
