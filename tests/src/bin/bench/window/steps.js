// The body of an async function that measures actions in the table of endpoints: the times in milliseconds from the input
// until the document has the result and its layout. `round` is how often it has run before.
const grid = document.querySelector("[role=treegrid]");
const scroller = grid;
const field = document.querySelector("input[type=search]");
const type = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

/** The time from an input until something in `node` has changed and the page has its layout. */
function timed(node, options, act) {
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`nothing changed for ${act}`)), 10_000);
    const started = performance.now();
    const seen = new MutationObserver(() => {
      seen.disconnect();
      clearTimeout(late);
      grid.getBoundingClientRect();
      done(performance.now() - started);
    });
    seen.observe(node, options);
    act();
  });
}

/** The times of a step. Those of `undo`, a different action, aren't counted: a median over both would describe neither. */
async function repeated(times, step, undo = null) {
  // Remaining work, such as passive effects, must not count for the next action.
  const rest = () => new Promise((rested) => setTimeout(rested, 50));
  const took = [];
  for (let at = 0; at < times; at += 1) {
    took.push(await step(at));
    await rest();
    if (undo) {
      await undo();
      await rest();
    }
  }
  return took;
}

/** A page down takes longer than the way back. */
const scrolledTo = (top) =>
  timed(scroller, { subtree: true, childList: true }, () => {
    scroller.scrollTop = top;
    scroller.dispatchEvent(new Event("scroll"));
  });
const scroll = await repeated(
  6,
  () => scrolledTo(scroller.clientHeight),
  () => scrolledTo(0),
);
scroller.scrollTop = 0;
await new Promise((rested) => setTimeout(rested, 300));

/** Each text is another one, so that no search has been done before; every second one finds about twice as many rows. */
const texts = (at) => {
  const more = `${"cluster-0".slice(0, 1 + ((at >> 1) % 9))} ${"ready".slice(0, 1 + Math.floor(at / 18))}`;
  return `${at % 2 === 0 ? "us-w" : "us-"} ${more}`;
};
const perRound = 5;
const keystroke = await repeated(perRound, (at) =>
  timed(grid, { attributes: true, attributeFilter: ["aria-rowcount"] }, () => {
    type.call(field, texts(round * perRound + at));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }),
);
await timed(grid, { attributes: true, attributeFilter: ["aria-rowcount"] }, () => {
  type.call(field, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

const all = grid.querySelector("[role=checkbox][aria-label='Select all rows shown']");
const press = () => timed(all, { attributes: true, attributeFilter: ["aria-checked"] }, () => all.click());
const selectAll = await repeated(6, press, press);
return { scroll, keystroke, selectAll };
