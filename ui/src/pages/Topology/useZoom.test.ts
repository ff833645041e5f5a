import { expect, it } from "vitest";
import { revealing, wholeIn, zoomed } from "./useZoom";

const room = { width: 1000, height: 600 };

it("keeps the point under the pointer in place", () => {
  const at = { x: 300, y: 200 };
  const before = { x: 40, y: -20, k: 0.8 };
  const after = zoomed(before, 1.5, at);
  expect(after.k).toBeCloseTo(1.2);
  expect((at.x - after.x) / after.k).toBeCloseTo((at.x - before.x) / before.k);
  expect((at.y - after.y) / after.k).toBeCloseTo((at.y - before.y) / before.k);
});

it("stops at the minimum and maximum scale", () => {
  let view = { x: 0, y: 0, k: 1 };
  for (let i = 0; i < 50; i++) view = zoomed(view, 1.4, { x: 1, y: 1 });
  expect(view.k).toBe(2.5);
  for (let i = 0; i < 50; i++) view = zoomed(view, 0.6, { x: 1, y: 1 });
  expect(view.k).toBe(0.15);
});

it("centers a small picture, and shows the top left of a large one at a legible scale", () => {
  expect(wholeIn(room, { width: 400, height: 200 })).toEqual({ k: 1, x: 300, y: 200 });
  expect(wholeIn(room, { width: 1180, height: 200 }).k).toBeCloseTo(0.8);
  expect(wholeIn(room, { width: 400, height: 9000 })).toEqual({ k: 0.65, x: 370, y: 28 });
});

it("pans to what is outside of the view, and only then", () => {
  const view = { x: 0, y: 0, k: 1 };
  const box = { width: 100, height: 40 };
  expect(revealing(view, room, { ...box, x: 200, y: 200 })).toEqual(view);
  expect(revealing(view, room, { ...box, x: 950, y: 200 })).toEqual({ x: -78, y: 0, k: 1 });
  expect(revealing(view, room, { ...box, x: 200, y: -50 })).toEqual({ x: 0, y: 78, k: 1 });
});
