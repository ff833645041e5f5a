import type { Piece } from "./marks";

const looks = {
  plain: undefined,
  comment: "text-dim",
  code: "mono rounded-[4px] bg-chip px-1 py-px",
} as const;

/** A line with its blanks highlighted. */
export function Highlighted({ of }: { of: readonly Piece[] }) {
  return of.map((piece, at) =>
    piece.kind === "blank" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece is identified by its position
      <mark key={at} className="mono rounded-[3px] bg-warn-bg px-0.5 font-medium text-warn">
        {piece.text}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <span key={at} className={looks[piece.kind]}>
        {piece.text}
      </span>
    ),
  );
}
