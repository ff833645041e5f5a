/** A piece of a text: as it stands, a comment, a value to type, or one that is still to be filled in. */
export interface Piece {
  kind: "plain" | "comment" | "code" | "blank";
  text: string;
}

const blank = /<fill in: [^>\n]*>/g;

/** Takes a script or template apart, line by line, for the eye: comments are quiet, blanks are loud. */
export function lines(text: string, language: string): Piece[][] {
  const comment = language === "json" ? null : /^\s*(#|\/\/)/;
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => split(line, comment?.test(line) ? "comment" : "plain"));
}

/** The same for a line of prose, in which what stands between backticks is to be typed. */
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

/** "Copy", and how many values are still to be filled in. */
export function withBlanks(verb: string, blanks: number): string {
  if (blanks === 0) return verb;
  return `${verb}, ${blanks} ${blanks === 1 ? "blank" : "blanks"} left`;
}
