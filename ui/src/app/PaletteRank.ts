import { copyPrefix, type Entry } from "./PaletteEntries";

/** How many results the palette shows at most. */
const most = 60;

/** The score of a word of the query by how it matches. */
const worth = { wholeWord: 5, wordStart: 4, inside: 2.5, wordStarts: 2, further: 1.5 };

interface Prepared {
  entry: Entry;
  title: string;
  /** The index at which each of the title's words starts. */
  starts: number[];
  words: string;
}

/** Finds entries by what was typed, best first. Made once for a set of entries, used at each keystroke. */
export function finder(
  actions: readonly Entry[],
  things: readonly Entry[],
  copies: readonly Entry[],
) {
  const everything = [...actions, ...things].map(prepare);
  const toCopy = copies.map(prepare);

  return (query: string): Entry[] => {
    if (query.trim() === "") return [...actions];
    const isCopy = query.toLowerCase().startsWith(copyPrefix);
    const text = isCopy ? query.slice(copyPrefix.length) : query;
    const tokens = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (tokens.length === 0) return copies.slice(0, most);
    return rank(isCopy ? toCopy : everything, tokens);
  };
}

function prepare(entry: Entry): Prepared {
  const title = entry.title.toLowerCase();
  const starts = Array.from(title.matchAll(/[\p{L}\p{N}]+/gu), (word) => word.index);
  return { entry, title, starts, words: entry.words.toLowerCase() };
}

function rank(entries: readonly Prepared[], tokens: readonly string[]): Entry[] {
  const found: { entry: Entry; score: number; marks: number[] }[] = [];
  for (const prepared of entries) {
    const { entry, title } = prepared;
    let score = 0;
    const marks: number[] = [];
    for (const token of tokens) {
      const hit = find(token, prepared);
      if (!hit) {
        score = -1;
        break;
      }
      score += hit.score;
      marks.push(...hit.marks);
    }
    // Among equal scores, the shorter title is more likely meant.
    const further = (entry.isPreferred ? 0.5 : 0) - title.length / 1000;
    if (score >= 0) found.push({ entry, score: score + further, marks });
  }
  found.sort((a, b) => b.score - a.score);
  return found.slice(0, most).map(({ entry, marks }) => ({ ...entry, group: undefined, marks }));
}

interface Hit {
  score: number;
  marks: number[];
}

/** Matches one word of the query with one entry. */
function find(token: string, { title, starts, words }: Prepared): Hit | null {
  let inside = -1;
  for (let at = title.indexOf(token); at >= 0; at = title.indexOf(token, at + 1)) {
    if (starts.includes(at)) {
      const next = title[at + token.length];
      const isWhole = next === undefined || !letter.test(next);
      return hit(isWhole ? worth.wholeWord : worth.wordStart, at, token.length);
    }
    if (inside < 0) inside = at;
  }
  if (inside >= 0) return hit(worth.inside, inside, token.length);
  const marks = byWordStarts(token, title, starts, 0);
  if (marks) return { score: worth.wordStarts, marks };
  return words.includes(token) ? { score: worth.further, marks: [] } : null;
}

function hit(score: number, at: number, length: number): Hit {
  return { score, marks: Array.from({ length }, (_, i) => at + i) };
}

/** Matches `usw2` with `us-west-2`: every run of characters starts where a word starts. */
function byWordStarts(
  token: string,
  title: string,
  starts: readonly number[],
  from: number,
): number[] | null {
  if (token === "") return [];
  for (const at of starts) {
    if (at < from || title[at] !== token[0]) continue;
    let run = 1;
    while (run < token.length && title[at + run] === token[run]) run++;
    for (; run > 0; run--) {
      const rest = byWordStarts(token.slice(run), title, starts, at + run);
      if (rest) return [...Array.from({ length: run }, (_, i) => at + i), ...rest];
    }
  }
  return null;
}

const letter = /[\p{L}\p{N}]/u;
