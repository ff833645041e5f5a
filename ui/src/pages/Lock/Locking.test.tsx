import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { act } from "react";
import { expect, it, vi } from "vitest";
import { makeRouter } from "../../app/router";
import { followEvents } from "../../ipc";
import { toast } from "../../kit";
import { renderApp } from "../../test/app";
import { inventory, unlocked, withStatus } from "../../test/builders";
import { fakeShell } from "../../test/fakeShell";
import "../../test/page";

vi.setConfig({ testTimeout: 20_000 });

/** What must not remain of an account: names, ids and principals from its inventory. */
function tracesOf(snapshot: ReturnType<typeof inventory>) {
  return [
    ...snapshot.clusters.flatMap((c) => [c.name, c.id]),
    ...snapshot.vpcs.flatMap((v) => [v.name, v.id]),
    "412907365518",
    "vpce-svc-0a41c7be92d6f3158",
  ];
}

it("keeps only the page in the address, nothing of the account", async () => {
  const shell = fakeShell(unlocked, inventory());
  const principal = "arn%3Aaws%3Aiam%3A%3A412907365518%3Aroot";
  const { user, address } = renderApp(`/endpoints?q=orders&principal=${principal}`);
  await screen.findByRole("heading", { name: "Endpoints" });
  shell.answers.lock = () => shell.become(withStatus({ kind: "locked", problem: null }));
  await user.keyboard("{Control>}l{/Control}");
  await screen.findByRole("heading", { name: "Northwind is locked" });
  await waitFor(() => expect(address()).toBe("/endpoints"));
});

it("leaves nothing of the account in the page or its caches", async () => {
  const snapshot = inventory();
  const shell = fakeShell(unlocked, snapshot);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { stop } = followEvents(client);
  const history = createMemoryHistory({ initialEntries: ["/clusters"] });
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={makeRouter(history)} />
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  await screen.findByRole("row", { name: /^orders/ });
  act(() => {
    toast({ tone: "bad", title: "Could not read orders" });
  });
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox", { name: "Find anything" }), "ord");

  shell.answers.lock = () => shell.become(withStatus({ kind: "locked", problem: null }));
  await user.keyboard("{Escape}");
  await user.keyboard("{Control>}l{/Control}");
  expect(await screen.findByRole("heading", { name: "Northwind is locked" })).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());

  const page = document.documentElement.outerHTML;
  const cache = JSON.stringify(
    client
      .getQueryCache()
      .getAll()
      .map((q) => [q.queryKey, q.state.data]),
  );
  for (const trace of tracesOf(snapshot)) {
    expect([trace, page.includes(trace), cache.includes(trace)]).toEqual([trace, false, false]);
  }
  expect(screen.queryByRole("navigation")).not.toBeInTheDocument();
  stop();
});
