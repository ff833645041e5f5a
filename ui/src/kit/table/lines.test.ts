import { expect, it } from "vitest";
import { Lines } from "./lines";

interface Item {
  key: string;
  inside: Item[] | null;
}

const leaf = (key: string): Item => ({ key, inside: null });
const a: Item = { key: "a", inside: [leaf("a1"), leaf("a2")] };
const b: Item = { key: "b", inside: [leaf("b1")] };
const empty: Item = { key: "c", inside: [] };

const tree = {
  keyOf: (item: Item) => item.key,
  childrenOf: (item: Item) => item.inside,
  startsOpen: true,
  heightOf: (item: Item) => (item.inside ? 50 : 36),
};
const lines = (items: readonly Item[], turned: string[] = []) =>
  new Lines(items, { ...tree, turned: new Set(turned) });
const keys = (of: Lines<Item>) => Array.from(of.heights, (_, i) => of.at(i)?.key);

it("have the rows inside open rows, each with its height", () => {
  const all = lines([a, empty, b]);
  expect(keys(all)).toEqual(["a", "a1", "a2", "c", "b", "b1"]);
  expect([...all.heights]).toEqual([50, 36, 36, 50, 50, 36]);
  expect(keys(lines([a, empty, b], ["a"]))).toEqual(["a", "c", "b", "b1"]);
  expect(all.at(2)).toMatchObject({ level: 2, isLast: true });
  expect(all.at(3)).toMatchObject({ level: 1, isOpen: false });
  expect([all.at(-1), all.at(6), all.at(Number.NaN)]).toEqual([undefined, undefined, undefined]);
});

it("are found by their key, and know which row they are inside of", () => {
  const all = lines([a, empty, b]);
  const found = ["a", "a2", "b1", "z"].map((key) => all.indexOf(key));
  expect(found).toEqual([0, 2, 5, -1]);
  expect(lines([a, b], ["a"]).indexOf("a1")).toBe(-1);
  expect([0, 2, 3, 5, 9].map((at) => all.opener(at))).toEqual([0, 0, 3, 4, 4]);
  expect(lines([]).opener(0)).toBe(-1);
});

it("of rows that don't open are one for each", () => {
  const flat = new Lines([leaf("x"), leaf("y")], { keyOf: tree.keyOf, heightOf: () => 20 });
  expect(keys(flat)).toEqual(["x", "y"]);
  expect(flat.at(1)).toMatchObject({ level: 1, isOpen: null });
  expect(flat.opener(1)).toBe(-1);
});

it("are made again only for a row that is another one", () => {
  const before = lines([a, b]);
  const after = lines([a, { ...b, inside: [leaf("b1"), leaf("b2")] }]);
  expect(keys(after)).toEqual(["a", "a1", "a2", "b", "b1", "b2"]);
  for (const at of [0, 1, 2]) expect(after.at(at)).toBe(before.at(at));
  expect(after.at(3)).not.toBe(before.at(3));
});

it("of a row that is closed and opened are those that it has then", () => {
  expect(keys(lines([a]))).toEqual(["a", "a1", "a2"]);
  expect(keys(lines([a], ["a"]))).toEqual(["a"]);
  expect(keys(lines([a]))).toEqual(["a", "a1", "a2"]);
});
