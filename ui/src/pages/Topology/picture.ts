import { commands } from "../../ipc";
import { save } from "../../parts/save";
import { sans } from "./Drawing";
import type { Layout } from "./layout";
import { texts } from "./texts";

const margin = 24;
/** Pixels of a PNG per pixel of the picture. */
const dense = 2;
/** The largest canvas side that every system can draw, in pixels. */
const largest = 8000;

/** The picture as a stand-alone SVG: full size, in the current colors, not interactive. */
export function pictureOf(drawn: SVGGElement, layout: Layout, name: string): string {
  const copy = drawn.cloneNode(true) as SVGGElement;
  copy.setAttribute("transform", `translate(${margin} ${margin})`);
  for (const node of copy.querySelectorAll("[data-node]")) {
    for (const attribute of ["role", "tabindex", "data-node", "class", "aria-label"])
      node.removeAttribute(attribute);
    node.setAttribute("opacity", "1");
  }
  const [width, height] = [layout.width + 2 * margin, layout.height + 2 * margin];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("font-family", sans);
  const title = document.createElementNS(svg.namespaceURI, "title");
  title.textContent = `Topology of ${name}`;
  const ground = document.createElementNS(svg.namespaceURI, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", "var(--bg)");
  svg.append(title, ground, copy);
  const colors = getComputedStyle(document.documentElement);
  return new XMLSerializer()
    .serializeToString(svg)
    .replace(/var\((--[\w-]+)\)/g, (_, variable: string) =>
      colors.getPropertyValue(variable).trim(),
    );
}

export function saveSvg(svg: string): void {
  void save(texts.save.picture, commands.saveShown("topology-svg", svg));
}

export function savePng(svg: string, layout: Layout): void {
  // The press that allows a file dialog may be too long ago once the picture is drawn.
  const saved = commands
    .drawPicture()
    .then(() => pixels(svg, layout))
    .then(commands.savePicture);
  void save(texts.save.picture, saved);
}

/** A PNG in base64. */
async function pixels(svg: string, layout: Layout): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const [width, height] = [layout.width + 2 * margin, layout.height + 2 * margin];
  const scale = Math.min(dense, largest / width, largest / height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error(texts.tooLarge);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}
