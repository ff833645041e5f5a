// The page in a browser, over a made-up shell: for looking at it while it is being written.
// Not part of the program. ?theme=light|dark &seed=demo|empty|large|loading|offline|error|none &role=reader &ends=mixed|failed|conflict|waiting &recovered
import { QueryClient } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { App } from "../src/app/App";
import { begin } from "../src/ipc";
import "../src/styles.css";
import { startShell } from "./shell";

startShell(new URLSearchParams(location.search));
const root = document.getElementById("root");
const client = new QueryClient();
void begin(client);
if (root) createRoot(root).render(<App client={client} />);
