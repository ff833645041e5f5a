import { memo, useId } from "react";
import { cx } from "../../kit";

const width = 640;
const course = 46;
const courses = 18;
const lengths = [92, 64, 110, 78, 98, 70, 120, 84];
/** The arch: center, spring line, inner radius and base. */
const arch = { x: 320, spring: 372, r: 122, foot: 736 };

/** An opening with a round top, down to `foot`. Drawn with curves: WebKitGTK drops parts of filled arcs. */
function vault(radius: number, foot: number): string {
  const { x, spring } = arch;
  const k = radius * 0.5523;
  const top = spring - radius;
  const left = x - radius;
  const right = x + radius;
  return `M${left} ${foot}V${spring}C${left} ${spring - k} ${x - k} ${top} ${x} ${top}C${x + k} ${top} ${right} ${spring - k} ${right} ${spring}V${foot}Z`;
}

interface Props {
  /** Ajar with light behind it, or closed. */
  isOpen: boolean;
  /** The lock pulses. */
  isBusy?: boolean;
  className?: string;
}

/** A postern, a small gate in a long wall. Decorative. */
export const GateArt = memo(function GateArt({ isOpen, isBusy, className }: Props) {
  const id = useId();
  const { x, r, foot } = arch;
  const opening = vault(r, foot);
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
          <path d={vault(r + 40, 780)} fill="#000" />
        </mask>
        <linearGradient id={`${id}light`} x1="0" y1="1" x2="0" y2="0">
          <stop offset="0" stopColor="var(--acc)" stopOpacity="0.85" />
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
      </defs>

      <g mask={`url(#${id}wall)`}>
        <Wall />
      </g>
      {isOpen && <ellipse cx={x} cy={560} rx={330} ry={330} fill={`url(#${id}glow)`} />}
      <Voussoirs />

      <g>
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
});

/** Rows of stone, each offset from the one below. */
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

/** The stones around the arch. */
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

/** What is behind the gate: databases in the light. */
function Beyond() {
  const store = (cx: number, foot: number, rx: number, height: number) => {
    const ry = rx * 0.32;
    const arc = (y: number) => `M${-rx} ${y}a${rx} ${ry} 0 0 0 ${2 * rx} 0`;
    return (
      <g key={cx} transform={`translate(${cx} ${foot})`}>
        <path
          d={`M${-rx} ${-height}V0a${rx} ${ry} 0 0 0 ${2 * rx} 0V${-height}Z`}
          fill="var(--rail)"
          fillOpacity="0.62"
        />
        <ellipse cy={-height} rx={rx} ry={ry} fill="var(--acc)" fillOpacity="0.75" />
        <g fill="none" stroke="var(--acc)" strokeOpacity="0.8" strokeWidth="1.5">
          <path d={arc(-height * 0.66)} />
          <path d={arc(-height * 0.33)} />
        </g>
      </g>
    );
  };
  return (
    <g>
      <path d="M198 676H442V736H198Z" fill="var(--rail)" fillOpacity="0.16" />
      {store(418, 690, 19, 48)}
      {store(312, 694, 19, 48)}
      {store(365, 704, 27, 72)}
    </g>
  );
}

function Leaf({ isOpen, isBusy }: { isOpen: boolean; isBusy?: boolean }) {
  return isOpen ? <LeafAjar /> : <LeafShut isBusy={isBusy} />;
}

/** The door swung inward: narrower, and lower at its far edge. */
function LeafAjar() {
  const { x, spring, r, foot } = arch;
  const hinge = x - r;
  const reach = 66;
  const sunk = 34;
  const iron = (near: number, far: number) =>
    `M${hinge} ${near}L${hinge + reach * 0.8} ${far}v15L${hinge} ${near + 19}Z`;
  return (
    <g>
      <path
        d={`M${hinge} ${foot}V${spring}c0 -25 8 -48 24 -68c16 -8 34 2 42 25V${foot - sunk}Z`}
        fill="var(--btn)"
        stroke="var(--edge)"
        strokeOpacity="0.7"
        strokeWidth="1.5"
      />
      <path
        d={`M${hinge + reach} ${spring - 43}V${foot - sunk}l7 -6V${spring - 35}Z`}
        fill="var(--edge)"
      />
      <g stroke="var(--edge)" strokeOpacity="0.45" strokeWidth="1.5">
        <path d={`M${hinge + 17} ${spring - 58}V${foot - 9}`} />
        <path d={`M${hinge + 33} ${spring - 69}V${foot - 17}`} />
        <path d={`M${hinge + 50} ${spring - 62}V${foot - 26}`} />
      </g>
      <g fill="var(--edge)" fillOpacity="0.55">
        <path d={iron(spring + 24, spring + 28)} />
        <path d={iron(foot - 92, foot - 106)} />
      </g>
    </g>
  );
}

function LeafShut({ isBusy }: { isBusy?: boolean }) {
  const { x, spring, r, foot } = arch;
  const planks = [-0.6, -0.2, 0.2, 0.6].map((k) => ({
    at: x + k * r,
    top: spring - r * Math.sqrt(1 - k * k),
  }));
  const iron = [spring + 30, foot - 70];
  return (
    <g>
      <path d={vault(r, foot)} fill="var(--btn)" stroke="var(--edge)" strokeWidth="2" />
      <g stroke="var(--edge)" strokeOpacity="0.4" strokeWidth="1.5">
        {planks.map(({ at, top }) => (
          <path key={at} d={`M${at} ${top}V${foot}`} />
        ))}
      </g>
      {iron.map((y) => (
        <g key={y}>
          <path
            d={`M${x - r} ${y}h${r * 1.66}a9 9 0 0 1 0 18h${-r * 1.66}Z`}
            fill="var(--chip)"
            stroke="var(--edge)"
            strokeOpacity="0.6"
          />
          {[0.2, 0.75, 1.3].map((k) => (
            <circle key={k} cx={x - r + k * r} cy={y + 9} r="3" fill="var(--edge)" />
          ))}
        </g>
      ))}
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
    </g>
  );
}
