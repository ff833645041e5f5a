import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, it } from "vitest";
import { SearchField } from "../kit";
import { inventory, unlocked } from "../test/builders";
import { fakeShell } from "../test/fakeShell";
import { expectAccessible, renderPage } from "../test/page";
import { Palette } from "./Palette";

beforeEach(() => {
  fakeShell(unlocked, inventory());
});

function Page() {
  const [query, setQuery] = useState("");
  return (
    <>
      <button type="button">Elsewhere</button>
      <SearchField isMain label="Search the list" value={query} onChange={setQuery} />
      <Palette isOpen={false} onClose={() => {}} />
    </>
  );
}

const dialog = () => screen.queryByRole("dialog", { name: "Keyboard shortcuts" });

it("lists the shortcuts on “?”, but not while typing", async () => {
  const { user } = renderPage(<Page />);
  const field = await screen.findByRole("searchbox", { name: "Search the list" });
  await user.click(field);
  await user.keyboard("?");
  expect(field).toHaveValue("?");
  expect(dialog()).toBeNull();

  await user.click(screen.getByRole("button", { name: "Elsewhere" }));
  await user.keyboard("?");
  const shown = dialog();
  if (!shown) throw new Error("no dialog");
  expect(within(shown).getByText("Find anything, run a command")).toBeVisible();
  await expectAccessible(shown);
  await user.keyboard("{Escape}");
  expect(dialog()).toBeNull();
  await waitFor(() => expect(screen.getByRole("button", { name: "Elsewhere" })).toHaveFocus());
});

it.each(["/", "{Control>}f{/Control}"])("focuses the list's search on %s", async (keys) => {
  const { user } = renderPage(<Page />);
  await user.click(await screen.findByRole("button", { name: "Elsewhere" }));
  await user.keyboard(keys);
  expect(screen.getByRole("searchbox", { name: "Search the list" })).toHaveFocus();
});

it("leaves the search alone while a dialog is open", async () => {
  const { user } = renderPage(<Page />);
  await user.click(await screen.findByRole("button", { name: "Elsewhere" }));
  await user.keyboard("?");
  await user.keyboard("{Control>}f{/Control}");
  const field = screen.getByLabelText("Search the list");
  expect(field).not.toHaveFocus();
});
