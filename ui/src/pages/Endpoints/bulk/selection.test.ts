import { describe, expect, it } from "vitest";
import { demo, large } from "../../../test/fixtures";
import { filterRows, groupRows, parseSort, rowsOf, sortRows } from "../rows";
import { type Item, lineUp } from "../table/items";
import { rowsAsCsv, rowsAsJson } from "./exportRows";
import { fitting } from "./fitting";
import { addAll, chosenOf, dropAll, extend, nothing, toggle } from "./selection";

const rows = rowsOf(large(4, 3));
const groups = groupRows(sortRows(rows, parseSort(undefined)));
const lines = (closed: string[] = []) => lineUp(groups, new Set(closed));
const at = (items: Item[], i: number): Item => {
  const item = items[i];
  if (!item) throw new Error(`no line ${i}`);
  return item;
};
const places = (ids: ReadonlySet<string>) => rows.flatMap((row, i) => (ids.has(row.id) ? [i] : []));

describe("a selection", () => {
  it("takes lines in and out; a heading stands for its rows", () => {
    const items = lines();
    let now = toggle(nothing, at(items, 1));
    expect(places(now.chosen)).toEqual([0]);
    now = toggle(now, at(items, 0));
    expect(places(now.chosen)).toEqual([0, 1, 2]);
    now = toggle(now, at(items, 0));
    expect(places(now.chosen)).toEqual([]);
  });

  it("stretches from where it began, and lets go when it shrinks", () => {
    const items = lines();
    const kept = toggle(nothing, at(items, 9));
    const begun = toggle(kept, at(items, 2));
    const far = extend(begun, items, 2, 6);
    expect(places(far.chosen)).toEqual([1, 2, 3, 4, 6]);
    expect(places(extend(far, items, 6, 3).chosen)).toEqual([1, 2, 6]);
    expect(places(extend(far, items, 6, 1).chosen)).toEqual([0, 1, 6]);
  });

  it("takes a folded cluster's rows along", () => {
    const folded = groups[1]?.cluster.id ?? "";
    const items = lines([folded]);
    const begun = toggle(nothing, at(items, 3));
    expect(places(extend(begun, items, 3, 6).chosen)).toEqual([2, 3, 4, 5, 6]);
  });

  it("begins a range at the current line when nothing else is said", () => {
    expect(places(extend(nothing, lines(), 1, 2).chosen)).toEqual([0, 1]);
  });

  it("takes in all that is shown, and lets it go without what is hidden", () => {
    const shown = rows.slice(0, 5);
    const all = addAll(addAll(nothing, rows.slice(7, 8)), shown);
    expect(places(all.chosen)).toEqual([0, 1, 2, 3, 4, 7]);
    expect(places(dropAll(all, shown).chosen)).toEqual([7]);
  });

  it("says what it holds, how much of it is hidden, and forgets what is gone", () => {
    const snapshot = demo();
    const all = rowsOf(snapshot);
    const catalog = filterRows(all, { q: "catalog" }, new Map());
    const ids = new Set([...all.map((r) => r.id), "gone"]);
    const chosen = chosenOf(all, catalog, ids);
    expect(chosen.rows).toHaveLength(all.length);
    expect(chosen.endpoints.length + chosen.missing.length).toBe(all.length);
    expect(chosen.hidden).toBe(all.length - 2);
    expect(chosen.clusters).toBe(10);
  });
});

describe("the export", () => {
  const some = filterRows(rowsOf(demo()), { q: "checkout eu-central-1" }, new Map());

  it("is a table that other programs read", () => {
    const [head, line, end] = rowsAsCsv(some).split("\r\n");
    expect(head).toBe(
      "cluster,cloud,vpc,region,state,service_name,host,principals,zones,connections",
    );
    expect(line).toContain("checkout,aws,edge-emea,eu-central-1,ready,com.amazonaws.vpce.");
    expect(line).toContain("arn:aws:iam::412907365518:root arn:aws:iam::730155824960:role/batch");
    expect(end).toBe("");
  });

  it("quotes what would break a line, and defuses formulas", () => {
    const [row] = some;
    if (!row) throw new Error("no row");
    const odd = { ...row, cluster: { ...row.cluster, name: '=a"b,c' } };
    expect(rowsAsCsv([odd]).split("\r\n")[1]).toMatch(/^"'=a""b,c",aws,/);
  });

  it("is JSON with lists as lists", () => {
    expect(JSON.parse(rowsAsJson(some))).toMatchObject([
      { cluster: "checkout", connections: ["vpce-0d1c2b3a4f5e6d7c8", "vpce-0aa1bb2cc3dd4ee5f"] },
    ]);
  });
});

it("suggests what holds every word, and all again once one is chosen", () => {
  const names = ["orders us-west-2", "orders eu-west-1", "catalog us-west-2"];
  expect(fitting(names, "west ord")).toEqual(["orders us-west-2", "orders eu-west-1"]);
  expect(fitting(names, "orders us-west-2")).toEqual(names);
  expect(
    fitting(
      Array.from({ length: 9000 }, (_, i) => `c${i}`),
      "",
    ),
  ).toHaveLength(50);
});
