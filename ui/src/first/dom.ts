import { type IconName, iconPaths } from "../kit/iconPaths";

type Child = Node | string | false | null;

/** An element with classes and text. */
export function box(classes: string, ...children: Child[]): HTMLElement {
  const node = document.createElement("div");
  node.className = classes;
  node.append(...children.filter((child) => child !== false && child !== null));
  return node;
}

/** The same in a line of text. */
export function span(classes: string, ...children: Child[]): HTMLElement {
  const node = document.createElement("span");
  node.className = classes;
  node.append(...children.filter((child) => child !== false && child !== null));
  return node;
}

const svg = "http://www.w3.org/2000/svg";

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** An icon as `kit/Icon` draws it. */
export function icon(name: IconName, size = 15, classes = ""): SVGElement {
  const node = shape("svg", {
    viewBox: "0 0 16 16",
    width: size,
    height: size,
    class: `shrink-0 fill-none stroke-current ${classes}`,
    "stroke-width": 1.5,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  node.append(shape("path", { d: iconPaths[name] }));
  return node;
}

/** The logo as `app/Logo` draws it. */
export function logo(): SVGElement {
  const node = shape("svg", { viewBox: "0 0 20 20", width: 20, height: 20, class: "shrink-0" });
  node.append(
    shape("rect", { width: 20, height: 20, rx: 5.5, fill: "#5f7df3" }),
    shape("path", { d: "M5 20V9.5a5 5 0 0 1 10 0V20Z", fill: "#eef2ff" }),
    shape("path", { d: "M6.6 20V9.5a3.4 3.4 0 0 1 6.8 0V20Z", fill: "#16235a" }),
    shape("path", { d: "M6.6 20V9.5A3.4 3.4 0 0 1 10 6.1l1.2 1.5V20Z", fill: "#b5c4ff" }),
  );
  return node;
}
