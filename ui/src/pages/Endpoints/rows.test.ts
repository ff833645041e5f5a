import { describe, expect, it } from "vitest";
import { cluster, region, vpc } from "../../test/builders";
import { groupRows, listAll, parseSort, sortRows } from "./rows";

const prod = vpc("prod-aws");
const orders = cluster("orders", prod, [
  region("ap-south-1", prod, ["301122334455"]),
  region("us-west-2", prod),
]);
const ledger = cluster("ledger", prod, [
  region("eu-west-1", prod, ["730155824960"]),
  region("us-west-2", prod, ["301122334455"]),
]);
const { rows } = listAll({ clusters: [ledger, orders] });
const placesIn = (groups: ReturnType<typeof groupRows>) =>
  groups.map((group) => [group.cluster.name, ...group.rows.map((row) => row.region.region)]);

describe("rows in groups", () => {
  it("are each cluster's once, also where clusters come in turns", () => {
    const sorted = sortRows(rows, parseSort("region"));
    expect(sorted.map((row) => row.cluster.name)).toEqual(["orders", "ledger", "ledger", "orders"]);
    expect(placesIn(groupRows(sorted))).toEqual([
      ["orders", "ap-south-1", "us-west-2"],
      ["ledger", "eu-west-1", "us-west-2"],
    ]);
  });

  it("are the same group again if they are the same rows", () => {
    const [first] = groupRows(rows);
    const some = groupRows(rows.filter((row) => row.region.region !== "us-west-2"));
    expect(placesIn(some)).toEqual([
      ["ledger", "eu-west-1"],
      ["orders", "ap-south-1"],
    ]);
    expect(groupRows(rows)[0]).toBe(first);
  });
});
