import { expect, it } from "vitest";
import { zoomBy, zoomLevels } from "./zoom";

it("goes from level to level and ends at both ends", () => {
  expect(zoomBy("+", 100)).toBe(110);
  expect(zoomBy("=", 110)).toBe(125);
  expect(zoomBy("-", 100)).toBe(90);
  expect(zoomBy("+", 103)).toBe(110);
  expect(zoomBy("0", 175)).toBe(100);
  expect(zoomBy("+", 200)).toBeNull();
  expect(zoomBy("-", 50)).toBeNull();
  expect(zoomBy("a", 100)).toBeNull();
});

it("offers a level that stands in the settings file", () => {
  expect(zoomLevels(103)).toContain(103);
  expect(zoomLevels(100)).toHaveLength(11);
});
