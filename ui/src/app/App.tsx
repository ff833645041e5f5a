import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { followEvents } from "../ipc";
import { makeRouter } from "./router";

/** The whole page. */
export function App() {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { networkMode: "always" },
          mutations: { networkMode: "always" },
        },
      }),
  );
  const [router] = useState(makeRouter);
  useEffect(() => followEvents(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
