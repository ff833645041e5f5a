import "@testing-library/jest-dom/vitest";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import type { ReactNode } from "react";
import { expect } from "vitest";
import { Toasts } from "../app/Toasts";
import { followEvents } from "../ipc";
import { clearToasts } from "../kit";

/** Mounts one screen over the fake shell, with the toasts and an address bar of its own. */
export function renderPage(screen: ReactNode) {
  clearToasts();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { stop } = followEvents(client);
  const history = createMemoryHistory({ initialEntries: ["/"] });
  const page = () => (
    <>
      {screen}
      <Toasts />
    </>
  );
  const root = createRootRoute({ component: page, notFoundComponent: () => null });
  const router = createRouter({ routeTree: root, history });
  const view = render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { ...view, client, user: userEvent.setup(), address: () => history.location.href, stop };
}

/** No finding of axe that keeps somebody from using the page. */
export async function expectAccessible(root: Element = document.body) {
  const { violations } = await axe.run(root, {
    // jsdom draws nothing, and a part of a page need not have its landmarks.
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`)).toEqual([]);
}
