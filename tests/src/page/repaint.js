// Has the page painted again and again for two seconds, with nothing to be seen of it: the web view takes a screenshot
// after its next frame, and a page at rest has none.
const { style } = document.documentElement;
let left = 40;
const change = () => {
  left -= 1;
  style.outline = left > 0 ? `1px solid rgb(0 0 0 / ${left % 2 ? 0 : 0.004})` : "";
  if (left > 0) setTimeout(change, 50);
};
change();
