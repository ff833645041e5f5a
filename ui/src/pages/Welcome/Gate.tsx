import { useId } from "react";
import { cx } from "../../kit";

const width = 640;
const course = 46;
const courses = 18;
const lengths = [92, 64, 110, 78, 98, 70, 120, 84];
/** The arch: its middle, spring line, inner radius and foot. */
const arch = { x: 320, spring: 372, r: 122, foot: 736 };

interface Props {
  /** Ajar with light behind it, or shut. */
  isOpen: boolean;
  /** Somebody is at the lock. */
  isBusy?: boolean;
  className?: string;
}

/** The postern: a small gate in a long wall. Decorative. */
export function Gate({ isOpen, isBusy, className }: Props) {
  const id = useId();
  const { x, spring, r, foot } = arch;
  const opening = `M${x - r} ${foot}V${spring}a${r} ${r} 0 0 1 ${2 * r} 0V${foot}Z`;
  const ring = r + 40;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} 780`}
      preserveAspectRatio="xMidYMax slice"
      className={className}
    >
      <defs>
        <radialGradient id={`${id}fade`} cx="0.5" cy="0.62" r="0.62">
          <stop offset="0.25" stopColor="#fff" />
          <stop offset="1" stopColor="#fff" stopOpacity="0" />
        </radialGradient>
        <mask id={`${id}wall`}>
          <rect width={width} height="780" fill={`url(#${id}fade)`} />
          <path
            d={`M${x - ring} 780V${spring}a${ring} ${ring} 0 0 1 ${2 * ring} 0V780Z`}
            fill="#000"
          />
        </mask>
        <linearGradient id={`${id}light`} x1="0" y1="1" x2="0" y2="0">
          <stop offset="0" stopColor="var(--acc)" stopOpacity="0.95" />
          <stop offset="0.55" stopColor="var(--acc)" stopOpacity="0.5" />
          <stop offset="1" stopColor="var(--acc)" stopOpacity="0.16" />
        </linearGradient>
        <radialGradient id={`${id}glow`} cx="0.5" cy="0.5" r="0.5">
          <stop offset="0" stopColor="var(--acc)" stopOpacity="0.3" />
          <stop offset="1" stopColor="var(--acc)" stopOpacity="0" />
        </radialGradient>
        <linearGradient id={`${id}floor`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--acc)" stopOpacity="0.5" />
          <stop offset="1" stopColor="var(--acc)" stopOpacity="0" />
        </linearGradient>
        <clipPath id={`${id}way`}>
          <path d={opening} />
        </clipPath>
      </defs>

      <g mask={`url(#${id}wall)`}>
        <Wall />
      </g>
      {isOpen && <ellipse cx={x} cy={560} rx={330} ry={330} fill={`url(#${id}glow)`} />}
      <Voussoirs />

      <g clipPath={`url(#${id}way)`}>
        <path d={opening} fill="var(--rail)" />
        {isOpen && (
          <>
            <path d={opening} fill={`url(#${id}light)`} />
            <Beyond />
          </>
        )}
        <Leaf isOpen={isOpen} isBusy={isBusy} />
      </g>
      <path d={opening} fill="none" stroke="var(--edge)" strokeWidth="1.5" />
      {isOpen && (
        <path
          d={`M${x - 40} ${foot}H${x + r}L${x + r + 76} 780H${x - 108}Z`}
          fill={`url(#${id}floor)`}
        />
      )}
      <path d={`M0 ${foot}H${width}`} stroke="var(--line)" strokeWidth="1.5" />
    </svg>
  );
}

/** Courses of stone, each shifted against the one below. */
function Wall() {
  const stones = [];
  for (let row = 0; row < courses; row++) {
    let at = -((row * 53) % 97);
    for (let n = row * 3; at < width; n++) {
      const length = lengths[n % lengths.length] ?? 80;
      stones.push(
        <rect
          key={`${row}-${n}`}
          x={at + 2}
          y={736 - (row + 1) * course + 2}
          width={length - 4}
          height={course - 4}
          rx="4"
          fill={(row * 7 + n * 5) % 6 === 0 ? "var(--chip)" : "var(--panel)"}
          stroke="var(--line)"
        />,
      );
      at += length;
    }
  }
  return <g>{stones}</g>;
}

/** The arch's own stones. */
function Voussoirs() {
  const { x, spring, r, foot } = arch;
  const outer = r + 36;
  const inner = r + 3;
  const n = 11;
  const stones = [];
  for (let i = 0; i < n; i++) {
    const from = Math.PI + (i * Math.PI) / n + 0.012;
    const to = Math.PI + ((i + 1) * Math.PI) / n - 0.012;
    const p = (radius: number, angle: number) =>
      `${(x + radius * Math.cos(angle)).toFixed(1)} ${(spring + radius * Math.sin(angle)).toFixed(1)}`;
    const lift = i === (n - 1) / 2 ? 12 : 0;
    stones.push(
      <path
        key={i}
        d={`M${p(inner, from)}A${inner} ${inner} 0 0 1 ${p(inner, to)}L${p(outer + lift, to)}A${outer + lift} ${outer + lift} 0 0 0 ${p(outer + lift, from)}Z`}
      />,
    );
  }
  const jambs = [];
  for (let y = spring + 3, i = 0; y < foot; y += 52, i++) {
    const reach = i % 2 === 0 ? 33 : 46;
    const height = Math.min(49, foot - y);
    jambs.push(
      <rect key={`l${y}`} x={x - inner - reach} y={y} width={reach} height={height} rx="3" />,
      <rect key={`r${y}`} x={x + inner} y={y} width={reach} height={height} rx="3" />,
    );
  }
  return (
    <g fill="var(--btn)" stroke="var(--line)" strokeLinejoin="round">
      {stones}
      {jambs}
    </g>
  );
}

/** What lies behind the gate: the clusters' discs, far off in the light. */
function Beyond() {
  const disc = (cx: number, y: number, rx: number, layers: number) => (
    <g key={cx} transform={`translate(${cx} ${y})`}>
      {Array.from({ length: layers }, (_, i) => layers - 1 - i).map((layer) => (
        <g key={layer} transform={`translate(0 ${-layer * rx * 0.5})`}>
          <path
            d={`M${-rx} 0v${rx * 0.36}a${rx} ${rx * 0.3} 0 0 0 ${2 * rx} 0V0Z`}
            fill="var(--bg)"
            fillOpacity="0.5"
          />
          <ellipse rx={rx} ry={rx * 0.3} fill="var(--bg)" fillOpacity="0.72" />
        </g>
      ))}
    </g>
  );
  return (
    <g>
      {disc(410, 664, 20, 3)}
      {disc(358, 690, 28, 4)}
    </g>
  );
}

function Leaf({ isOpen, isBusy }: { isOpen: boolean; isBusy?: boolean }) {
  const { x, spring, r, foot } = arch;
  const planks = [-0.6, -0.2, 0.2, 0.6].map((k) => x + k * r);
  const iron = [spring + 30, foot - 70];
  return (
    <g
      style={{
        transformBox: "view-box",
        transformOrigin: `${x - r}px ${foot}px`,
        transform: isOpen ? "perspective(900px) rotateY(-62deg)" : "none",
        transition: "transform 420ms cubic-bezier(0.3, 0.7, 0.2, 1)",
      }}
    >
      <path
        d={`M${x - r} ${foot}V${spring}a${r} ${r} 0 0 1 ${2 * r} 0V${foot}Z`}
        fill="var(--btn)"
        stroke="var(--edge)"
        strokeWidth="2"
      />
      <g stroke="var(--line)" strokeWidth="2">
        {planks.map((at) => (
          <path key={at} d={`M${at} ${spring - r}V${foot}`} />
        ))}
      </g>
      {iron.map((y) => (
        <g key={y}>
          <path
            d={`M${x - r} ${y}h${r * 1.66}a9 9 0 0 1 0 18h${-r * 1.66}Z`}
            fill="var(--line)"
            stroke="var(--edge)"
            strokeOpacity="0.5"
          />
          {[0.2, 0.75, 1.3].map((k) => (
            <circle key={k} cx={x - r + k * r} cy={y + 9} r="3" fill="var(--edge)" />
          ))}
        </g>
      ))}
      {!isOpen && (
        <g className={cx(isBusy && "animate-pulse")}>
          <rect
            x={x + r - 50}
            y={536}
            width="30"
            height="52"
            rx="8"
            fill="var(--rail)"
            stroke="var(--edge)"
          />
          <path
            d={`M${x + r - 35} 553a6.500 6.500 0 0 1 3.500 12v9h-7v-9a6.500 6.500 0 0 1 3.500 -12Z`}
            fill="var(--acc)"
          />
        </g>
      )}
    </g>
  );
}
