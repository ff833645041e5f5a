import { describe, expect, it } from "vitest";
import { type Line, Lines } from "./lines";
import { addAll, extend, noSelection, removeAll, tickedOf, toggle } from "./selection";

type Item = { key: string; inside: Item[] | null };

/** Four parents, each with three rows: "0", "0.0", "0.1", "0.2", "1"… */
const tree: Item[] = [0, 1, 2, 3].map((p) => ({
  key: String(p),
  inside: [0, 1, 2].map((c) => ({ key: `${p}.${c}`, inside: null })),
}));
const lines = (closed: string[] = []) =>
  new Lines(tree, {
    keyOf: (item) => item.key,
    childrenOf: (item) => item.inside,
    startsOpen: true,
    turned: new Set(closed),
    heightOf: () => 20,
  });
const index = (all: Lines<Item>, key: string) => all.indexOf(key);
const at = (all: Lines<Item>, key: string): Line<Item> => {
  const line = all.at(index(all, key));
  if (!line) throw new Error(`no line ${key}`);
  return line;
};
const keysOf = (all: Lines<Item>) => Array.from(all.heights, (_, i) => all.at(i)?.key);
const sorted = (keys: ReadonlySet<string>) => [...keys].sort();

describe("lines", () => {
  it("are listed without those inside a closed row", () => {
    expect(keysOf(lines(["0", "2", "3"]))).toEqual(["0", "1", "1.0", "1.1", "1.2", "2", "3"]);
  });

  it("know what can be opened, what is open and which row is the last", () => {
    const all = lines(["0"]);
    expect(at(all, "0")).toMatchObject({ level: 1, isOpen: false, inside: ["0.0", "0.1", "0.2"] });
    expect(at(all, "1")).toMatchObject({ level: 1, isOpen: true });
    expect(at(all, "1.1")).toMatchObject({ level: 2, isOpen: null, isLast: false });
    expect(at(all, "1.2").isLast).toBe(true);
  });
});

describe("a selection", () => {
  it("toggles lines; a row that opens stands for the rows inside", () => {
    const all = lines();
    let now = toggle(noSelection, at(all, "0.0"));
    expect(sorted(now.selected)).toEqual(["0.0"]);
    expect(tickedOf(at(all, "0"), now.selected)).toBe("some");
    now = toggle(now, at(all, "0"));
    expect(sorted(now.selected)).toEqual(["0.0", "0.1", "0.2"]);
    expect(tickedOf(at(all, "0"), now.selected)).toBe("all");
    now = toggle(now, at(all, "0"));
    expect(sorted(now.selected)).toEqual([]);
  });

  it("extends from its anchor, and shrinks again", () => {
    const all = lines();
    const kept = toggle(noSelection, at(all, "2.0"));
    const begun = toggle(kept, at(all, "0.1"));
    const far = extend(begun, all, index(all, "0.1"), index(all, "1.1"));
    expect(sorted(far.selected)).toEqual(["0.1", "0.2", "1.0", "1.1", "2.0"]);
    const near = extend(far, all, index(all, "1.1"), index(all, "0.2"));
    expect(sorted(near.selected)).toEqual(["0.1", "0.2", "2.0"]);
    const above = extend(near, all, index(all, "0.2"), index(all, "0.0"));
    expect(sorted(above.selected)).toEqual(["0.0", "0.1", "2.0"]);
  });

  it("includes the rows inside a closed row", () => {
    const all = lines(["1"]);
    const begun = toggle(noSelection, at(all, "0.2"));
    const far = extend(begun, all, index(all, "0.2"), index(all, "2.0"));
    expect(sorted(far.selected)).toEqual(["0.2", "1.0", "1.1", "1.2", "2.0"]);
  });

  it("starts a range at the current line if nothing is selected", () => {
    expect(sorted(extend(noSelection, lines(), 1, 2).selected)).toEqual(["0.0", "0.1"]);
  });

  it("adds all rows shown, and removes them but not the hidden ones", () => {
    const all = addAll(addAll(noSelection, new Set(["3.0"])), new Set(["0.0", "0.1"]));
    expect(sorted(all.selected)).toEqual(["0.0", "0.1", "3.0"]);
    expect(sorted(removeAll(all, ["0.0", "0.1"]).selected)).toEqual(["3.0"]);
  });

  it("leaves the set of all rows as it is, which is kept for the next time", () => {
    const keys = new Set(["0.0", "0.1"]);
    const all = addAll(noSelection, keys);
    toggle(all, at(lines(), "0.0"));
    removeAll(all, ["0.1"]);
    addAll(all, new Set(["3.0"]));
    extend(all, lines(), 1, 3);
    expect(sorted(keys)).toEqual(["0.0", "0.1"]);
  });
});
