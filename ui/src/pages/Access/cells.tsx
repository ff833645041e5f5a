import type { EndpointStatus } from "../../ipc";
import { cx, Icon, StateWord, type Tone, TruncateStart, useTabIndex } from "../../kit";
import { word } from "../../parts";

/** How many characters of a long name's end stay visible: names of one estate differ there. */
const tail = 10;

export function EndpointLink({
  cluster,
  region,
  stacked = false,
  onPress,
}: {
  cluster: string;
  region: string;
  /** Whether the region is below the cluster, where a line has no room for both. */
  stacked?: boolean;
  onPress: () => void;
}) {
  const tabIndex = useTabIndex();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      onClick={onPress}
      title={`${cluster} in ${region}`}
      className="ring-in group/link flex max-w-full min-w-0 items-center gap-2 rounded px-1 text-left hover:bg-btn"
    >
      <span className={cx("min-w-0", stacked ? "leading-tight" : "flex items-center gap-2")}>
        <TruncateStart text={cluster} tail={tail} />
        <span className={cx("mono shrink-0 text-mut", stacked && "block truncate text-xs")}>
          {region}
        </span>
      </span>
      <Icon
        name="right"
        size={10}
        className="text-dim opacity-0 group-hover/link:opacity-100 group-focus-visible/link:opacity-100"
      />
    </button>
  );
}

const tones: Record<EndpointStatus, Tone> = {
  creating: "busy",
  ready: "ok",
  updating: "busy",
  disabled: "off",
  deleting: "busy",
  failed: "bad",
  unknown: "warn",
};

export function StatusWord({ status }: { status: EndpointStatus }) {
  return <StateWord tone={tones[status]}>{word(status)}</StateWord>;
}
