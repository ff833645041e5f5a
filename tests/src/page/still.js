// Whether an element stays in the document and in its position for two frames.
const [element, done] = arguments;
const place = () => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [element.isConnected, x, y, width, height].join();
};
const before = place();
requestAnimationFrame(() => requestAnimationFrame(() => done(place() === before)));
