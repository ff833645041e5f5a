import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { askEarly } from "./ipc/early";
import { run } from "./main";
import { inventory, unlocked } from "./test/builders";
import { fakeShell } from "./test/fakeShell";
import "./test/page";

it("keeps the first rows until it draws its own in their place", async () => {
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(1200);
  fakeShell(unlocked, inventory());
  const root = document.body.appendChild(document.createElement("div"));
  root.append("orders");
  const seen: string[] = [];
  const look = () => seen.push(root.textContent ?? "");
  new MutationObserver(look).observe(root, { childList: true, subtree: true });
  await run(root, askEarly(null), true);
  expect(await screen.findByRole("heading", { name: "Endpoints" })).toBeVisible();
  expect(seen).not.toHaveLength(0);
  for (const text of seen) expect(text).toContain("orders");
});
