import { showsEndpoints, takeFirstScreen } from "./first/data";
import { drawFirst } from "./first/shell";
import type { FirstScreen } from "./ipc/bindings";
import { fontsLoaded } from "./parts/fonts";
import { markPainted, painted } from "./parts/painted";
import { keepTextVisible } from "./parts/visibleText";
import "./styles.css";

// The first code of the page. It draws what the document came with. Only once that is painted, it asks for the rest and
// loads the page's own code, which takes longer than a frame.
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
keepTextVisible(document);
const first = takeFirstScreen();
const isDrawn = first !== null && showsEndpoints(first, location.hash);
void (isDrawn ? draw(root, first) : Promise.resolve()).then(async () => {
  // Side by side, so that the answers come while the page's code is read.
  const page = import("./main");
  const { askEarly } = await import("./ipc/early");
  const early = askEarly(first);
  await (await page).run(root, early, isDrawn);
});

/** In two frames: without the rows, the first one comes sooner. */
async function draw(root: HTMLElement, first: FirstScreen): Promise<void> {
  await fontsLoaded();
  const drawRows = drawFirst(root, first);
  await painted();
  drawRows();
  await markPainted("rows");
}
