import "@testing-library/jest-dom/vitest";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Button, Dialog } from "../kit";
import { useFocusKept } from "./useFocusKept";

function Page() {
  useFocusKept();
  const [hasNote, setNote] = useState(true);
  const [isLocked, setLocked] = useState(false);
  const [isOpen, setOpen] = useState(false);
  if (isLocked)
    return (
      <main>
        <Button>Other</Button>
        <Button isHome>Unlock</Button>
      </main>
    );
  return (
    <main>
      <Button>First</Button>
      <section>
        {hasNote && <Button onPress={() => setNote(false)}>Dismiss</Button>}
        <Button onPress={() => setOpen(true)}>Open</Button>
      </section>
      <Button onPress={() => setLocked(true)}>Lock</Button>
      {isOpen && (
        <Dialog title="Dialog" isOpen onClose={() => setOpen(false)}>
          <Button onPress={() => setLocked(true)}>Lock from here</Button>
        </Dialog>
      )}
    </main>
  );
}

const press = async (name: string) => {
  screen.getByRole("button", { name }).focus();
  await userEvent.keyboard("{Enter}");
};
const focused = (name: string) =>
  waitFor(() => expect(screen.getByRole("button", { name })).toHaveFocus());

it("stays near a button that disappears", async () => {
  render(<Page />);
  await press("Dismiss");
  await focused("Open");
});

it("goes to the main control of what replaces the page", async () => {
  render(<Page />);
  await press("Lock");
  await focused("Unlock");
});

it("returns from a dialog whose page is gone", async () => {
  render(<Page />);
  await press("Open");
  await screen.findByRole("dialog");
  await press("Lock from here");
  await focused("Unlock");
});

function NewPage() {
  useFocusKept();
  const [isKnown, setKnown] = useState(false);
  return (
    <main onMouseMove={() => setKnown(true)}>
      <Button>Other</Button>
      {isKnown && <Button isHome>Unlock</Button>}
    </main>
  );
}

it("begins at the main control of a new page", async () => {
  render(<NewPage />);
  expect(document.body).toHaveFocus();
  await userEvent.hover(screen.getByRole("main"));
  await focused("Unlock");
});
