import type { Cluster } from "../ipc";
import { StateWord } from "../kit";
import { healthTone, word } from "./words";

/** A cluster's state: its running task with the progress, otherwise the state that the service reports. */
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
