import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useMemo, useState } from "react";
import { expect, it, vi } from "vitest";
import { expectAccessible } from "../../test/page";
import { Button } from "../Button";
import { InfoPopover } from "../InfoPopover";
import type { TableColumn } from "./columns";
import { extend, noSelection, type Selection, toggle } from "./selection";
import { Table, type TableSelection } from "./Table";

vi.setConfig({ testTimeout: 20_000 });

interface City {
  name: string;
  people: number;
}

const cities: City[] = [
  { name: "Bergen", people: 291 },
  { name: "Aarhus", people: 285 },
  { name: "Turku", people: 195 },
];
const many = Array.from({ length: 10_000 }, (_, i) => ({ name: `City ${i}`, people: i }));
const keyOf = (city: City) => city.name;
const heightOf = () => 40;

const columns: TableColumn<City>[] = [
  {
    id: "name",
    title: "Name",
    width: { min: 100, share: 1 },
    compare: (a, b) => a.name.localeCompare(b.name),
    cell: (city) => city.name,
  },
  {
    id: "people",
    title: "People",
    width: 90,
    isNumber: true,
    compare: (a, b) => a.people - b.people,
    cell: (city) => city.people,
  },
  {
    id: "more",
    title: "More",
    width: 120,
    cell: (city) => (
      <>
        <Button>Visit {city.name}</Button>
        <InfoPopover label={`About ${city.name}`} trigger="About">
          <button type="button">Inside</button>
        </InfoPopover>
      </>
    ),
  },
];

interface Calls {
  onOpen: (city: City, byKey: boolean) => void;
  onCopy: (city: City) => void;
  onShow: (name: string) => void;
}

function Cities({ rows, onOpen, onCopy, onShow }: Calls & { rows: readonly City[] }) {
  const [selection, setSelection] = useState<Selection>(noSelection);
  const selecting = useMemo(
    (): TableSelection<City> => ({
      keys: selection.selected,
      ofShown: "none",
      boxOf: (city) => `Select ${city.name}`,
      onToggle: (line) => setSelection((now) => toggle(now, line)),
      onExtend: (lines, from, to) => setSelection((now) => extend(now, lines, from, to)),
      onToggleShown: () => {},
    }),
    [selection],
  );
  return (
    <Table
      name="cities"
      label="Cities"
      rows={rows}
      columns={columns}
      keyOf={keyOf}
      heightOf={heightOf}
      nameColumn="name"
      nameOf={keyOf}
      selection={selecting}
      onOpen={onOpen}
      onCopy={onCopy}
      menuOf={(city) => [
        { id: "show", label: `Show ${city.name}`, onAction: () => onShow(city.name) },
      ]}
    />
  );
}

function setUp(rows: readonly City[] = cities) {
  const calls = { onOpen: vi.fn(), onCopy: vi.fn(), onShow: vi.fn() };
  render(<Cities rows={rows} {...calls} />);
  return { user: userEvent.setup(), ...calls };
}

const row = (name: string) => screen.getByRole("row", { name });
const order = () => screen.getAllByRole("rowheader").map((cell) => cell.textContent);
const head = (name: string) => screen.getByRole("columnheader", { name });
const template = () => screen.getByRole("grid").style.getPropertyValue("--columns");
const selected = () =>
  screen.getAllByRole("row", { selected: true }).map((line) => line.getAttribute("aria-label"));

it("is a grid that exposes its length and the index of each row", async () => {
  setUp(many);
  const grid = screen.getByRole("grid", { name: "Cities" });
  expect(grid).toHaveAttribute("aria-rowcount", "10001");
  expect(grid).toHaveAttribute("aria-colcount", "4");
  expect(within(grid).getAllByRole("row").length).toBeLessThan(60);
  expect(row("City 3")).toHaveAttribute("aria-rowindex", "5");
  expect(within(row("City 3")).getByRole("rowheader")).toHaveAttribute("aria-colindex", "2");
  await expectAccessible();
});

it("sorts by a column in both directions, and not at all", async () => {
  const { user } = setUp();
  const press = () => user.click(within(head("People")).getByRole("button"));
  await press();
  expect(order()).toEqual(["Turku", "Aarhus", "Bergen"]);
  expect(head("People")).toHaveAttribute("aria-sort", "ascending");
  await press();
  expect(order()).toEqual(["Bergen", "Aarhus", "Turku"]);
  expect(head("People")).toHaveAttribute("aria-sort", "descending");
  await press();
  expect(order()).toEqual(["Bergen", "Aarhus", "Turku"]);
  expect(head("People")).not.toHaveAttribute("aria-sort");
});

it("moves through 10,000 rows with the keyboard", async () => {
  const { user } = setUp(many);
  row("City 0").focus();
  await user.keyboard("{ArrowDown}{ArrowDown}");
  await waitFor(() => expect(row("City 2")).toHaveFocus());
  await user.keyboard("{End}");
  await waitFor(() => expect(row("City 9999")).toHaveFocus());
  await user.keyboard("{ArrowUp}");
  await waitFor(() => expect(row("City 9998")).toHaveFocus());
  await user.keyboard("{Home}{PageDown}");
  await waitFor(() => expect(document.activeElement).toHaveAttribute("role", "row"));
  expect(Number(document.activeElement?.getAttribute("data-index"))).toBeGreaterThan(5);
});

it("has only the current row in the tab order; arrow keys move into cells and along columns", async () => {
  const { user } = setUp();
  const visit = (name: string) => screen.getByRole("button", { name: `Visit ${name}` });
  expect(visit("Bergen")).toHaveAttribute("tabindex", "0");
  expect(visit("Aarhus")).toHaveAttribute("tabindex", "-1");
  row("Bergen").focus();
  // The box, the name, the number, then what the last cell holds.
  await user.keyboard("{ArrowRight}");
  expect(screen.getByRole("checkbox", { name: "Select Bergen" })).toHaveFocus();
  await user.keyboard("{ArrowRight}");
  expect(within(row("Bergen")).getByRole("rowheader")).toHaveFocus();
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(visit("Bergen")).toHaveFocus();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(visit("Aarhus")).toHaveFocus());
  expect(visit("Aarhus")).toHaveAttribute("tabindex", "0");
  expect(visit("Bergen")).toHaveAttribute("tabindex", "-1");
  await user.keyboard("{Home}");
  expect(screen.getByRole("checkbox", { name: "Select Aarhus" })).toHaveFocus();
  await user.keyboard("{ArrowLeft}");
  expect(row("Aarhus")).toHaveFocus();
});

it("ignores keys pressed in a popover that a cell opened", async () => {
  const { user, onOpen } = setUp();
  await user.click(screen.getAllByRole("button", { name: "About" })[0] as HTMLElement);
  const inside = await screen.findByRole("button", { name: "Inside" });
  inside.focus();
  await user.keyboard("{ArrowDown}{Enter}");
  await user.click(inside);
  expect(inside).toHaveFocus();
  expect(onOpen).not.toHaveBeenCalled();
});

it("opens and copies the focused row", async () => {
  const { user, onOpen, onCopy } = setUp();
  row("Aarhus").focus();
  await user.keyboard("{Enter}");
  expect(onOpen).toHaveBeenCalledWith(cities[1], true);
  await user.keyboard("{Control>}c{/Control}");
  await user.keyboard("c");
  expect(onCopy.mock.calls).toEqual([[cities[1]], [cities[1]]]);
  await user.click(within(row("Turku")).getByRole("rowheader"));
  expect(onOpen).toHaveBeenLastCalledWith(cities[2], false);
});

it("selects ranges with Shift, with the keyboard and the mouse", async () => {
  const { user, onOpen } = setUp();
  row("Bergen").focus();
  await user.keyboard(" {Shift>}{ArrowDown}{/Shift}");
  expect(selected()).toEqual(["Bergen", "Aarhus"]);
  await user.keyboard("{Shift>}");
  await user.click(within(row("Turku")).getByRole("rowheader"));
  await user.keyboard("{/Shift}");
  expect(selected()).toEqual(["Bergen", "Aarhus", "Turku"]);
  expect(onOpen).not.toHaveBeenCalled();
});

it("resizes a column by dragging its edge, or with Shift and an arrow key", async () => {
  const { user } = setUp();
  expect(template()).toBe("42px minmax(100px,1fr) 90px 120px");
  const edge = head("People").querySelector("[data-resizer]") as HTMLElement;
  fireEvent.mouseDown(edge, { button: 0, clientX: 300 });
  fireEvent.mouseMove(document, { clientX: 350 });
  fireEvent.mouseUp(document, { clientX: 350 });
  await waitFor(() => expect(template()).toBe("42px minmax(100px,1fr) 140px 120px"));
  // The header that can't be sorted is reached with the arrow keys.
  within(head("People")).getByRole("button").focus();
  await user.keyboard("{ArrowRight}");
  expect(head("More")).toHaveFocus();
  await user.keyboard("{ArrowLeft}");
  await user.keyboard("{Shift>}{ArrowLeft}{/Shift}");
  expect(template()).toBe("42px minmax(100px,1fr) 124px 120px");
  fireEvent.doubleClick(edge);
  expect(template()).toBe("42px minmax(100px,1fr) 90px 120px");
});

it("opens a row's menu with the right button, the menu key and Shift+F10", async () => {
  const { user, onShow } = setUp();
  fireEvent.contextMenu(within(row("Turku")).getByRole("rowheader"), { button: 2 });
  const menu = await screen.findByRole("menu", { name: "Turku" });
  await user.click(within(menu).getByRole("menuitem", { name: "Show Turku" }));
  expect(onShow).toHaveBeenLastCalledWith("Turku");
  await waitFor(() => expect(screen.queryByRole("menu")).not.toBeInTheDocument());
  row("Aarhus").focus();
  for (const key of ["{ContextMenu}", "{Shift>}{F10}{/Shift}"]) {
    await user.keyboard(key);
    await screen.findByRole("menuitem", { name: "Show Aarhus" });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("menu")).not.toBeInTheDocument());
    await waitFor(() => expect(row("Aarhus")).toHaveFocus());
  }
});
