import fuzzysort from "fuzzysort";
import { copyPrefix, type Entry } from "./PaletteEntries";

/** How many lines the palette shows at most. */
const most = 60;

/** What a match in the further words is worth against one in the title. */
const wordsCount = 0.85;

/** Finds entries by what was typed, best first. Made once for a set of entries, asked for each keystroke. */
export function finder(
  actions: readonly Entry[],
  things: readonly Entry[],
  copies: readonly Entry[],
) {
  const keys = ["title", "words"];
  const everything = fuzzysort.snapshot([...actions, ...things], { keys });
  const toCopy = fuzzysort.snapshot(copies, { keys });

  return (query: string): Entry[] => {
    if (query.trim() === "") return [...actions];
    const isCopy = query.toLowerCase().startsWith(copyPrefix);
    const text = (isCopy ? query.slice(copyPrefix.length) : query).trim();
    if (text === "") return copies.slice(0, most);
    const found = fuzzysort.go(text, isCopy ? toCopy : everything, {
      limit: most,
      threshold: 0.5,
      scoreFn: (match) => Math.max(match[0]?.score ?? 0, (match[1]?.score ?? 0) * wordsCount),
    });
    return found.map((match) => ({
      ...match.obj,
      group: undefined,
      marks: match[0] && match[0].score > 0 ? [...match[0].indexes] : undefined,
    }));
  };
}

/** Lets go of every text that was searched: the account was locked. */
export function forgetSearches(): void {
  fuzzysort.cleanup();
}
