import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { IconButton, Kbd } from "../../kit";
import { Drawing } from "./Drawing";
import type { Target } from "./graph";
import { type Layout, nodeHeight, nodeWidth, type Placed } from "./layout";
import { texts } from "./texts";
import { useZoom } from "./useZoom";
import { type Direction, relatives, step } from "./walk";

interface Props {
  name: string;
  layout: Layout;
  onOpen: (target: Target) => void;
  /** The drawing, to be saved. */
  ref?: Ref<SVGGElement>;
}

const directions: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Where the picture starts. Of a picture larger than the view, this part is shown first. */
function useRoot({ nodes }: Layout) {
  const [first] = nodes;
  const [x, y] = [first?.x, first?.y];
  return useMemo(
    () =>
      x === undefined || y === undefined ? null : { x, y, width: nodeWidth, height: nodeHeight },
    [x, y],
  );
}

/** The picture, with zoom, pan and keyboard navigation. */
export function Canvas({ name, layout, onOpen, ref }: Props) {
  const { svg, group, scale, showAll, by, reveal, drag } = useZoom(layout, useRoot(layout));
  const [current, setCurrent] = useState(layout.nodes[0]?.id ?? "");
  const [focused, setFocused] = useState<string | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const before = useRef<string | undefined>(undefined);
  useImperativeHandle(ref, () => group.current as SVGGElement, [group]);
  // Once per cluster or VPC: an update must not move the view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(showAll, [name]);

  const reached = layout.nodes.some((node) => node.id === current)
    ? current
    : (layout.nodes[0]?.id ?? "");
  const shown = hovered ?? focused;
  const lit = useMemo(() => (shown ? relatives(layout, shown) : null), [layout, shown]);

  function focus(id: string) {
    const node = layout.nodes.find((n) => n.id === id);
    if (!node) return;
    reveal({ x: node.x, y: node.y, width: nodeWidth, height: nodeHeight });
    svg.current
      ?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    const first = layout.nodes[0];
    if (direction) {
      const next = step(layout, reached, direction, before.current);
      if (next) {
        before.current = reached;
        focus(next);
      }
    } else if (event.key === "Home" && first) focus(first.id);
    else if (event.key === "+" || event.key === "=") by(1.25);
    else if (event.key === "-") by(0.8);
    else if (event.key === "0") showAll();
    else return;
    event.preventDefault();
  }

  return (
    <div className="relative min-h-0 flex-1 overflow-hidden bg-bg">
      {/* biome-ignore lint/a11y/useSemanticElements: what groups inside a picture is the picture */}
      <svg
        ref={svg}
        role="group"
        aria-label={`Topology of ${name}`}
        aria-describedby="topology-keys"
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(null)}
        {...drag}
        className="size-full cursor-grab touch-none select-none active:cursor-grabbing"
      >
        <Drawing
          layout={layout}
          current={reached}
          lit={lit}
          groupRef={group}
          onFocus={(id) => {
            setCurrent(id);
            setFocused(id);
          }}
          onHover={setHovered}
          onOpen={(node: Placed) => onOpen(node.target)}
        />
      </svg>
      <p id="topology-keys" className="sr-only">
        {texts.keys}
      </p>
      <p
        aria-hidden="true"
        className="pointer-events-none absolute bottom-3 left-[18px] flex items-center gap-1 rounded-md bg-bg px-1.5 py-1 text-xs text-dim"
      >
        {["←", "↑", "↓", "→"].map((key) => (
          <Kbd key={key} keys={key} />
        ))}
        <span className="mr-2 ml-1">follow the lines</span>
        <Kbd keys="Enter" /> <span className="ml-1">opens</span>
      </p>
      <div
        role="toolbar"
        aria-label="Zoom"
        className="absolute right-[18px] bottom-3 flex items-center rounded-lg border border-line bg-panel p-0.5 shadow-pop"
      >
        <IconButton label="Zoom out" icon="minus" onPress={() => by(0.8)} />
        <span className="w-11 text-center text-xs text-mut tabular-nums" role="status">
          {Math.round(scale * 100)} %
        </span>
        <IconButton label="Zoom in" icon="plus" onPress={() => by(1.25)} />
        <IconButton label={texts.fit} icon="fit" onPress={showAll} />
      </div>
    </div>
  );
}
