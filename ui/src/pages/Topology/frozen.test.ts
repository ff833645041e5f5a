import { expect, it } from "vitest";

it("lays out a graph in a window with a frozen Object.prototype, like Postern's", async () => {
  Object.freeze(Object.prototype);
  const { layoutOf } = await import("./layout");
  const node = (id: string, column: number) => ({
    id,
    column,
    title: id,
    subtitle: "",
    isCode: false,
    tone: null,
    target: { to: "vpcs" as const },
  });
  const { nodes, lines } = layoutOf({
    name: "orders",
    nodes: [node("vpc a", 0), node("b", 1), node("c", 1), node("d", 3)],
    edges: [
      { from: "vpc a", to: "b" },
      { from: "vpc a", to: "c" },
      { from: "b", to: "d" },
    ],
    detail: "all",
  });
  expect(nodes).toHaveLength(4);
  expect(lines).toHaveLength(3);
});
