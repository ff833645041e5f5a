import { expect, it } from "vitest";
import { asList } from "../test/fakeShell";
import { demo } from "../test/fixtures";
import { clustersOf } from "./clusters";

it("gives each region its own of what regions share", () => {
  const { clusters } = demo();
  expect(clustersOf(asList(clusters))).toEqual(clusters);
});

it("has one object for what regions share", () => {
  const [cluster] = demo().clusters.filter((one) => one.regions.length > 1);
  if (!cluster) throw new Error("the demo has a cluster with several regions");
  const list = asList([cluster]);
  const shared = list.shared.map(() => ({
    principals: [0],
    mayCreate: 0,
    mayEdit: 0,
    mayDelete: 0,
  }));
  const [found] = clustersOf({ ...list, shared });
  const [first, second] = found?.regions ?? [];
  expect(first?.mayEdit).toBeDefined();
  expect(first?.mayEdit).toBe(second?.mayEdit);
  expect(first?.mayEdit).toBe(first?.mayDelete);
});

it("refuses a list that refers to what it doesn't have", () => {
  const list = asList(demo().clusters);
  expect(() => clustersOf({ ...list, answers: [] })).toThrow("refers to");
  expect(() => clustersOf({ ...list, shared: [] })).toThrow("refers to");
});
