import { describe, expect, it } from "vitest";
import { demo } from "../../../test/fixtures";
import { filterRows, listAll } from "../rows";
import { chosenOf } from "./chosen";
import { fitting } from "./fitting";

describe("the selected rows", () => {
  it("are counted, also the hidden ones, without those that no longer exist", () => {
    const snapshot = demo();
    const { rows: all } = listAll(snapshot);
    const catalog = filterRows(all, { q: "catalog" }, new Map());
    const ids = new Set([...all.map((r) => r.id), "gone"]);
    const chosen = chosenOf(all, catalog, ids);
    expect(chosen.rows).toHaveLength(all.length);
    expect(chosen.endpoints.length + chosen.missing.length).toBe(all.length);
    expect(chosen.hidden).toBe(all.length - 2);
    expect(chosen.clusters).toBe(10);
    const but = chosenOf(all, all, new Set([...ids].slice(1)));
    expect(but.rows).toEqual(all.slice(1));
    expect(but.hidden).toBe(0);
  });
});

it("suggests what contains every word, and everything once one was chosen", () => {
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
