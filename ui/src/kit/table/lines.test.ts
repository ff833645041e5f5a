import { expect, it } from "vitest";
import { lineUp } from "./lines";

interface Item {
  key: string;
  inside: Item[] | null;
}

const leaf = (key: string): Item => ({ key, inside: null });
const keyOf = (item: Item) => item.key;
const childrenOf = (item: Item) => item.inside;
const openUp = (items: readonly Item[], isOpen = true) =>
  lineUp(items, { keyOf, childrenOf, isOpen: () => isOpen });

it("makes only the lines of a row that is another one again", () => {
  const a = { key: "a", inside: [leaf("a1"), leaf("a2")] };
  const b = { key: "b", inside: [leaf("b1")] };
  const before = openUp([a, b]);
  const after = openUp([a, { ...b, inside: [leaf("b1"), leaf("b2")] }]);
  expect(after.map((line) => line.key)).toEqual(["a", "a1", "a2", "b", "b1", "b2"]);
  expect(after.slice(0, 3).every((line, at) => line === before[at])).toBe(true);
  expect(after[3]).not.toBe(before[3]);
});

it("closes and opens a row that has been lined up before", () => {
  const a = { key: "a", inside: [leaf("a1")] };
  const keys = (isOpen: boolean) => openUp([a], isOpen).map((line) => line.key);
  expect([keys(true), keys(false), keys(true)]).toEqual([["a", "a1"], ["a"], ["a", "a1"]]);
});
