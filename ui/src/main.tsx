import { QueryClient } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { begin } from "./ipc";
import { keepTextVisible } from "./parts/visibleText";
import "./styles.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
const client = new QueryClient({
  defaultOptions: {
    queries: { networkMode: "always" },
    mutations: { networkMode: "always" },
  },
});
keepTextVisible(document);
void begin(client);
createRoot(root).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
);
