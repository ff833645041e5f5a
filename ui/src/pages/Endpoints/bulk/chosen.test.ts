import { describe, expect, it } from "vitest";
import { demo } from "../../../test/fixtures";
import { filterRows, rowsOf } from "../rows";
import { chosenOf } from "./chosen";
import { rowsAsCsv, rowsAsJson } from "./exportRows";
import { fitting } from "./fitting";

describe("what is chosen", () => {
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
