/** A piece of a text: plain, a comment, code, or a blank that is still to be filled in. */
export interface Piece {
  kind: "plain" | "comment" | "code" | "blank";
  text: string;
}

const blank = /<fill in: [^>\n]*>/g;

/** Splits a script or template into lines and their pieces, to dim comments and highlight blanks. */
export function lines(text: string, language: string): Piece[][] {
  const comment = language === "json" ? null : /^\s*(#|\/\/)/;
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => split(line, comment?.test(line) ? "comment" : "plain"));
}

/** Splits a line of prose; text between backticks is code. */
export function inline(line: string): Piece[] {
  const parts = line.split("`");
  return parts.flatMap((part, at) => split(part, at % 2 === 1 ? "code" : "plain"));
}

function split(line: string, kind: "plain" | "comment" | "code"): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of line.matchAll(blank)) {
    if (found.index > from) pieces.push({ kind, text: line.slice(from, found.index) });
    pieces.push({ kind: "blank", text: found[0] });
    from = found.index + found[0].length;
  }
  if (from < line.length) pieces.push({ kind, text: line.slice(from) });
  return pieces;
}
