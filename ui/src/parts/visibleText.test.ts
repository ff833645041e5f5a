import { expect, it } from "vitest";
import { keepTextVisible, visible } from "./visibleText";

it("escapes what can't be seen, and nothing else", () => {
  expect(visible("a\u202eb\u200b\u{e0001}")).toBe("a\\u{202e}b\\u{200b}\\u{e0001}");
  expect(visible("Zürich – 東京\n\t“x”…")).toBe("Zürich – 東京\n\t“x”…");
});

it("does so for whatever the page shows", async () => {
  keepTextVisible(document);
  const cell = document.createElement("td");
  cell.title = "or\u200bders";
  cell.textContent = "or\u200bders";
  document.body.append(cell);
  await Promise.resolve();
  expect(cell.textContent).toBe("or\\u{200b}ders");
  expect(cell.title).toBe("or\\u{200b}ders");
  // React changes a text in place.
  if (cell.firstChild) cell.firstChild.nodeValue = "x\u202ey";
  await Promise.resolve();
  expect(cell.textContent).toBe("x\\u{202e}y");
});
