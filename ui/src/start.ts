import { showsEndpoints, takeFirstScreen } from "./first/data";
import { drawFirst } from "./first/shell";
import { askEarly } from "./ipc/early";
import { markPainted, painted } from "./parts/painted";
import { keepTextVisible } from "./parts/visibleText";
import "./styles.css";

// The first code of the page. It draws what the document came with, asks for the rest, and only then loads the page's
// own code, which takes longer than a frame.
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
keepTextVisible(document);
const first = takeFirstScreen();
const early = askEarly(first);
const isDrawn = first !== null && showsEndpoints(first, location.hash);
if (isDrawn) {
  drawFirst(root, first);
  void markPainted("rows");
}
const isPainted = isDrawn ? painted() : Promise.resolve();
void isPainted.then(() => import("./main")).then(({ run }) => run(root, early, isDrawn));
