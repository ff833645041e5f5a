import type { EndpointStatus } from "../../ipc";
import { Icon, StateWord, type Tone, useTabIndex } from "../../kit";
import { word } from "../../parts";

/** A link to an endpoint. */
export function EndpointLink({
  cluster,
  region,
  onPress,
}: {
  cluster: string;
  region: string;
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
      <span className="min-w-0 truncate">{cluster}</span>
      <span className="mono shrink-0 text-mut">{region}</span>
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

/** Where an endpoint stands. */
export function StatusWord({ status }: { status: EndpointStatus }) {
  return <StateWord tone={tones[status]}>{word(status)}</StateWord>;
}
