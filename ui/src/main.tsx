import { QueryClient } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { loadOtherPages, makeRouter } from "./app/router";
import { begin } from "./ipc";
import type { Early } from "./ipc/early";
import { painted } from "./parts/painted";

/** How long the first rows may stand alone before the page takes over without the inventory, in milliseconds. */
const patience = 2_000;

/** How long after the first page the others are loaded, in milliseconds. */
const rest = 500;

/** Starts the page. `isDrawn`: its first rows are on the screen already, and stay until the whole table is there. */
export async function run(root: HTMLElement, early: Early, isDrawn: boolean): Promise<void> {
  const client = new QueryClient({
    defaultOptions: {
      queries: { networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
  const begun = begin(client, early);
  if (isDrawn) await Promise.race([begun, new Promise((late) => setTimeout(late, patience))]);
  const router = makeRouter();
  // React clears the root with its first frame. Without a route, that frame would be empty.
  await router.load();
  createRoot(root).render(
    <StrictMode>
      <App client={client} router={router} />
    </StrictMode>,
  );
  await begun;
  await painted();
  setTimeout(loadOtherPages, rest);
}
