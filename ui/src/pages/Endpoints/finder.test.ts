import { expect, it } from "vitest";
import { demo } from "../../test/fixtures";
import { Finder } from "./finder";
import { filterRows, listAll, listOf, parseSort, sortListing } from "./rows";

const all = listAll(demo());
const { rows } = all;
const searches = [
  "o",
  "or",
  "us-w",
  "us-w o",
  "3011 us",
  "us",
  "ready AWS",
  "eu orders",
  "zzz",
  "é",
];

it.each(["cluster", "-cluster", "region"])(
  "finds what a look at each row finds, sorted by %s",
  (sort) => {
    const sorted = sortListing(all, parseSort(sort));
    const finder = new Finder(sorted, {}, new Map(), {});
    for (const q of searches) {
      const expected = listOf(filterRows(sorted.rows, { q }, new Map()));
      expect(finder.find(q)).toEqual(expected);
    }
  },
);

it("finds a word in one text only, and none across two", () => {
  const names = { "301122334455": "Straße\nIstanbul İ" };
  const finder = new Finder(all, {}, new Map(), names);
  for (const q of ["straße", "İ", "ş", "default\nd", "activeaws"])
    expect(finder.find(q).rows).toEqual(filterRows(rows, { q }, new Map(), names));
});

it("searches what the facets leave", () => {
  const facets = { cloud: ["azure"] };
  const { rows: found } = new Finder(all, facets, new Map(), {}).find("ready");
  expect(found).toEqual(filterRows(rows, { ...facets, q: "ready" }, new Map()));
  expect(found.length).toBeGreaterThan(0);
});

it("has the same groups again for the same rows", () => {
  const finder = new Finder(all, {}, new Map(), {});
  const every = finder.find("");
  const some = finder.find("us-w");
  expect(some.groups).not.toEqual(every.groups);
  finder.find("eu");
  finder.find("us-w").groups.forEach((group, i) => {
    expect(group).toBe(some.groups[i]);
  });
  finder.find(" ").groups.forEach((group, i) => {
    expect(group).toBe(every.groups[i]);
  });
});
