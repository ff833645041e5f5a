import { expect, it } from "vitest";
import { inventory } from "../test/builders";
import { asList, asUpdate } from "../test/fakeShell";
import type { SnapshotUpdate } from "./bindings";
import { updated } from "./snapshot";

const all = inventory();
const whole = (token: number): SnapshotUpdate => asUpdate(all, token);
const nothing = { removed: [], at: [] };
/** An update in which nothing is new. */
const quiet = (): SnapshotUpdate => ({
  ...whole(2),
  base: 1,
  vpcs: [],
  vpcPlaces: nothing,
  clusters: asList([]),
  clusterPlaces: nothing,
});
const [first, second] = all.clusters;
if (!first || !second) throw new Error("the inventory has clusters");

it("starts with everything", () => {
  const snapshot = updated(null, whole(1));
  expect(snapshot.clusters).toEqual(all.clusters);
  expect(snapshot.vpcs).toEqual(all.vpcs);
});

it("keeps the lists that an update doesn't touch", () => {
  const before = updated(null, whole(1));
  const after = updated(before, { ...quiet(), version: 9 });
  expect(after.version).toBe(9);
  expect(after.clusters).toBe(before.clusters);
  expect(after.vpcs).toBe(before.vpcs);
});

it("replaces a changed item, and keeps the others as they are", () => {
  const before = updated(null, whole(1));
  const changed = { ...second, state: "PAUSED" };
  const after = updated(before, {
    ...quiet(),
    clusters: asList([changed]),
    clusterPlaces: { removed: [1], at: [1] },
  });
  expect(after.clusters[1]).toEqual(changed);
  expect(after.clusters[0]).toBe(before.clusters[0]);
  expect(after.clusters.slice(2)).toEqual(before.clusters.slice(2));
});

it("moves, adds at both ends, and removes", () => {
  const before = updated(null, whole(1));
  const renamed = { ...first, name: "zzz" };
  const added = { ...second, id: "new", name: "aaa" };
  const rest = before.clusters.slice(2);
  const after = updated(before, {
    ...quiet(),
    clusters: asList([added, renamed]),
    clusterPlaces: { removed: [0, 1], at: [0, rest.length + 1] },
  });
  expect(after.clusters).toEqual([added, ...rest, renamed]);
});

it("takes an update that builds on nothing as everything", () => {
  const before = updated(null, whole(1));
  const only = { ...whole(3), clusters: asList([second]), clusterPlaces: { removed: [], at: [0] } };
  expect(updated(before, only).clusters).toEqual([second]);
});
