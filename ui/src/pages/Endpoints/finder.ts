import type { OwnerNames } from "../../ipc";
import {
  type FoundAt,
  filterRows,
  type Group,
  groupOf,
  groupRows,
  groupRuns,
  haystackOf,
  type Listing,
  listOf,
  type Row,
  wordsOf,
} from "./rows";
import { type EndpointsSearch, isFiltered } from "./search";

/** How many words are kept with the rows that have them. */
const most = 40;

/**
 * Searches a list again and again while the user types. With 10,000 rows, looking at each takes longer than comparing its
 * text, because they are scattered in memory. So all texts are one string, and an array of bytes says which rows match.
 */
export class Finder {
  readonly #all: Listing;
  readonly #names: OwnerNames;
  /** The rows that have each of the last words. */
  readonly #matches = new Map<string, Uint8Array>();
  #index: Index | null = null;

  constructor(listing: Listing, facets: EndpointsSearch, found: FoundAt, names: OwnerNames) {
    this.#all = isFiltered(facets)
      ? listOf(filterRows(listing.rows, facets, found, names))
      : listing;
    this.#names = names;
  }

  /** The rows that have all words of a text. */
  find(q: string): Listing {
    const words = wordsOf(q);
    if (words.length === 0) return this.#all;
    this.#index ??= new Index(this.#all.rows, this.#names);
    return this.#index.found(words.map((word) => this.#having(word)));
  }

  #having(word: string): Uint8Array {
    const known = this.#matches.get(word);
    const matches = known ?? this.#index?.having(word) ?? new Uint8Array();
    // The word that was asked for last is the last to go.
    this.#matches.delete(word);
    this.#matches.set(word, matches);
    const [oldest] = this.#matches.keys();
    if (oldest !== undefined && this.#matches.size > most) this.#matches.delete(oldest);
    return matches;
  }
}

/** What a search needs of all rows, close together in memory. */
class Index {
  readonly #rows: readonly Row[];
  /** The rows' texts, one after the other. */
  readonly #text: string;
  /** Where the text of each row ends. */
  readonly #ends: Int32Array;
  readonly #hasEndpoint: Uint8Array;
  /** Null: a cluster's rows don't come one after the other. */
  readonly #runs: readonly Run[] | null;

  constructor(rows: readonly Row[], names: OwnerNames) {
    this.#rows = rows;
    const texts = rows.map((row) => haystackOf(row, names));
    // A word has no white space, so it is never found across two texts.
    this.#text = texts.join("\n");
    this.#ends = new Int32Array(rows.length);
    let end = 0;
    texts.forEach((text, i) => {
      end += text.length + 1;
      this.#ends[i] = end;
    });
    this.#hasEndpoint = Uint8Array.from(rows, (row) => (row.endpoint.kind === "none" ? 0 : 1));
    this.#runs = runsOf(rows);
  }

  /** The rows that have this word. */
  having(word: string): Uint8Array {
    const matches = new Uint8Array(this.#rows.length);
    let row = 0;
    let at = this.#text.indexOf(word);
    while (at >= 0) {
      while ((this.#ends[row] ?? 0) <= at) row += 1;
      matches[row] = 1;
      at = this.#text.indexOf(word, this.#ends[row]);
    }
    return matches;
  }

  /** The rows that are in all of these; there is at least one. */
  found([first, ...others]: readonly Uint8Array[]): Listing {
    const isIn = Uint8Array.from(first ?? []);
    for (const other of others)
      for (let i = 0; i < isIn.length; i += 1) if (other[i] === 0) isIn[i] = 0;
    const rows: Row[] = [];
    let endpoints = 0;
    this.#rows.forEach((row, i) => {
      if (isIn[i] === 0) return;
      rows.push(row);
      endpoints += this.#hasEndpoint[i] ?? 0;
    });
    const groups = this.#runs?.flatMap((run) => run.groupOf(isIn) ?? []);
    return { rows, groups: groups ?? groupRows(rows), endpoints };
  }
}

/** The largest number of rows whose subsets are numbers. */
const mostBits = 30;

/** The rows of a cluster in a list, where they come one after the other. */
class Run {
  readonly #whole: Group;
  readonly #start: number;
  /** The groups of some of the rows, by the rows' bits. */
  readonly #parts = new Map<number, Group>();

  constructor(whole: Group, start: number) {
    this.#whole = whole;
    this.#start = start;
  }

  /** The group of those of its rows that are in; null: none is. */
  groupOf(isIn: Uint8Array): Group | null {
    const { cluster, rows } = this.#whole;
    let [count, bits] = [0, 0];
    for (let at = 0; at < rows.length; at += 1) {
      if (isIn[this.#start + at] === 0) continue;
      count += 1;
      bits |= 1 << at;
    }
    if (count === 0) return null;
    if (count === rows.length) return this.#whole;
    const isKept = rows.length <= mostBits;
    const known = isKept ? this.#parts.get(bits) : undefined;
    if (known) return known;
    const some = rows.filter((_, at) => isIn[this.#start + at] === 1);
    const group = groupOf(cluster, some, 0, some.length);
    if (isKept) this.#parts.set(bits, group);
    return group;
  }
}

function runsOf(rows: readonly Row[]): Run[] | null {
  let start = 0;
  const runs = groupRuns(rows)?.map((group) => {
    const run = new Run(group, start);
    start += group.rows.length;
    return run;
  });
  return runs ?? null;
}
