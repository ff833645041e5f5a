// A point in a thing, and the color (red, green, blue) that the screen shows there once the thing is painted.
// null while something else lies over it.
const [element] = arguments;
const { left, top, height } = element.getBoundingClientRect();
const [x, y] = [Math.round(left + 6), Math.round(top + height / 2)];
let filled = document.elementFromPoint(x, y);
if (!filled || !element.contains(filled)) return null;

const canvas = document.createElement("canvas").getContext("2d");
function colorOf(node) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = getComputedStyle(node).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}

for (; filled; filled = filled.parentElement) {
  const [red, green, blue, alpha] = colorOf(filled);
  if (alpha === 255) return { x: x / innerWidth, y: y / innerHeight, color: [red, green, blue] };
}
return null;
