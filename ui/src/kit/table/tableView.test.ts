import { expect, it } from "vitest";
import type { TableColumn } from "./columns";
import { inOrder, moved } from "./tableView";

const column = (id: string, hideTitle = false): TableColumn<string> => ({
  id,
  title: id,
  hideTitle,
  width: 100,
  cell: () => null,
});
const columns = [column("name"), column("a"), column("b"), column("c"), column("buttons", true)];
const ids = (order: readonly string[]) => inOrder(columns, order).map((one) => one.id);

it("keeps the first column and the buttons in their place", () => {
  expect(ids([])).toEqual(["name", "a", "b", "c", "buttons"]);
  expect(ids(["c", "buttons", "name", "a", "b"])).toEqual(["name", "c", "a", "b", "buttons"]);
});

it("leaves a column that a later version added where it belongs", () => {
  expect(ids(["c", "a", "no longer there"])).toEqual(["name", "c", "b", "a", "buttons"]);
});

it("moves a column by one place, up to the ends", () => {
  expect(moved(columns, columns, "b", -1)).toEqual(["b", "a", "c"]);
  expect(moved(columns, columns, "c", 1)).toBeNull();
  expect(moved(columns, columns, "name", 1)).toBeNull();
});
