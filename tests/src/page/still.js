// Whether a thing stays at its place, and is that thing, for two frames.
const [element, done] = arguments;
const place = () => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [element.isConnected, x, y, width, height].join();
};
const before = place();
requestAnimationFrame(() => requestAnimationFrame(() => done(place() === before)));
