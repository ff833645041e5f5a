import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { startAgain } from "../app/keptPages";
import { loadOtherPages, makeRouter } from "../app/router";
import { followEvents } from "../ipc";
import { clearToasts } from "../kit";
import { foldAll } from "../kit/table/useTurned";
import { clearDrafts } from "../pages/Endpoints/editor/drafts";

// As in the window a moment after its start.
await loadOtherPages();

/** Mounts the whole page at an address, in a window that is `height` pixels high. */
export function renderApp(path = "/endpoints", height = 900) {
  // jsdom has no layout: everything is as large as the window.
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(height);
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(1200);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(height);
  clearToasts();
  clearDrafts();
  foldAll();
  startAgain();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { stop } = followEvents(client);
  const history = createMemoryHistory({ initialEntries: [path] });
  const view = render(
    <QueryClientProvider client={client}>
      <RouterProvider router={makeRouter(history)} />
    </QueryClientProvider>,
  );
  return { ...view, client, user: userEvent.setup(), address: () => history.location.href, stop };
}
