import { memo, type Ref } from "react";
import type { Tone } from "../../kit";
import { columns } from "./graph";
import { headHeight, type Layout, nodeHeight, nodeWidth, type Placed } from "./layout";
import { spoken } from "./walk";

interface Props {
  layout: Layout;
  /** The node in the tab order. */
  current: string;
  /** The highlighted nodes: one with everything before and after it; null: all. */
  lit: ReadonlySet<string> | null;
  groupRef: Ref<SVGGElement>;
  onFocus: (id: string) => void;
  onHover: (id: string | null) => void;
  onOpen: (node: Placed) => void;
}

const colors: Record<Tone, string> = {
  ok: "var(--ok)",
  busy: "var(--acc)",
  warn: "var(--warn)",
  bad: "var(--bad)",
  off: "var(--edge)",
  info: "var(--acc)",
};

export const sans = '"Inter Variable", Inter, system-ui, sans-serif';
const mono = '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace';

/** The nodes and lines. Colors are attributes, so that a saved picture keeps them. */
export const Drawing = memo(function Drawing({
  layout,
  current,
  lit,
  groupRef,
  onFocus,
  onHover,
  onOpen,
}: Props) {
  const shown = (...ids: string[]) => lit === null || ids.every((id) => lit.has(id));
  const used = new Set(layout.nodes.map((node) => node.column));
  return (
    <g ref={groupRef} fontFamily={sans}>
      <g fill="var(--dim)" fontSize={11.5} fontWeight={500}>
        {columns.map((name, column) =>
          used.has(column) ? (
            <text key={name} x={(layout.across[column] ?? 0) + 2} y={headHeight - 18}>
              {name}
            </text>
          ) : null,
        )}
      </g>
      <g fill="none" strokeWidth={1.25}>
        {layout.lines.map((line) => {
          const isLit = lit !== null && shown(line.from, line.to);
          return (
            <path
              key={`${line.from} ${line.to}`}
              d={line.path}
              stroke={isLit ? "var(--acc)" : "var(--edge)"}
              strokeOpacity={isLit ? 0.9 : lit === null ? 0.75 : 0.2}
            />
          );
        })}
      </g>
      {layout.nodes.map((node) => (
        <Box
          key={node.id}
          node={node}
          label={spoken(layout, node, columns[node.column] ?? "")}
          isCurrent={node.id === current}
          isDim={!shown(node.id)}
          onFocus={onFocus}
          onHover={onHover}
          onOpen={onOpen}
        />
      ))}
    </g>
  );
});

interface BoxProps extends Pick<Props, "onFocus" | "onHover" | "onOpen"> {
  node: Placed;
  label: string;
  isCurrent: boolean;
  isDim: boolean;
}

const Box = memo(function Box({
  node,
  label,
  isCurrent,
  isDim,
  onFocus,
  onHover,
  onOpen,
}: BoxProps) {
  const bad = node.tone === "bad";
  const left = node.tone ? 25 : 12;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a link in an SVG that no address belongs to
    <g
      role="link"
      aria-label={label}
      tabIndex={isCurrent ? 0 : -1}
      data-node={node.id}
      transform={`translate(${node.x} ${node.y})`}
      opacity={isDim ? 0.32 : 1}
      onFocus={() => onFocus(node.id)}
      onMouseEnter={() => onHover(node.id)}
      onMouseLeave={() => onHover(null)}
      onClick={() => onOpen(node)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onOpen(node);
      }}
      className="topology-node"
    >
      <title>{`${node.title}${node.subtitle ? ` · ${node.subtitle}` : ""}`}</title>
      <rect
        width={nodeWidth}
        height={nodeHeight}
        rx={8}
        fill="var(--panel)"
        stroke={bad ? "var(--bad)" : node.column === 3 ? "var(--edge)" : "var(--line)"}
        strokeWidth={1}
      />
      {node.tone && (
        <circle
          cx={14.5}
          cy={18}
          r={3.5}
          fill={node.tone === "off" ? "none" : colors[node.tone]}
          stroke={colors[node.tone]}
          strokeWidth={node.tone === "off" ? 1.2 : 0}
        />
      )}
      <text
        x={left}
        y={22}
        fill={bad ? "var(--bad)" : "var(--tx)"}
        fontSize={node.isCode ? 11.5 : 12.5}
        fontWeight={node.isCode ? 400 : 500}
        fontFamily={node.isCode ? mono : undefined}
      >
        {cut(node.title, nodeWidth - left - 12, node.isCode)}
      </text>
      <text x={left} y={36.5} fill="var(--dim)" fontSize={10.5}>
        {cut(node.subtitle, nodeWidth - left - 12, false, 10.5)}
      </text>
    </g>
  );
});

/** So much of a text as fits; SVG has no ellipsis of its own. Codes keep their end, which tells them apart. */
function cut(text: string, width: number, isCode: boolean, size = 12.5): string {
  const fits = Math.floor(width / (isCode ? 6.95 : size * 0.56));
  if (text.length <= fits) return text;
  if (!isCode) return `${text.slice(0, fits - 1).trimEnd()}…`;
  const tail = Math.floor(fits / 2);
  return `${text.slice(0, fits - tail - 1)}…${text.slice(-tail)}`;
}
