// The body of an async function that measures actions in the table of endpoints: the median time in milliseconds from
// the input until the document has the result and its layout.
const grid = document.querySelector("[role=treegrid]");
const scroller = [...grid.querySelectorAll("[role=rowgroup]")].at(-1);
const field = document.querySelector("input[type=search]");
const type = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

/** The time from an input until something in `node` has changed and the page has its layout. */
function timed(node, options, act) {
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error("nothing changed")), 10_000);
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

async function median(times, step) {
  const took = [];
  for (let at = 0; at < times; at += 1) {
    took.push(await step(at));
    // Remaining work, such as passive effects, must not count for the next action.
    await new Promise((rested) => setTimeout(rested, 50));
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length / 2)];
}

const scroll = await median(41, (at) =>
  timed(scroller, { subtree: true, childList: true }, () => {
    scroller.scrollTop = at % 2 === 0 ? scroller.clientHeight : 0;
    scroller.dispatchEvent(new Event("scroll"));
  }),
);
scroller.scrollTop = 0;
await new Promise((rested) => setTimeout(rested, 300));

const keystroke = await median(41, (at) =>
  timed(grid, { attributes: true, attributeFilter: ["aria-rowcount"] }, () => {
    type.call(field, at % 2 === 0 ? "us-w" : "us-");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }),
);
await timed(grid, { attributes: true, attributeFilter: ["aria-rowcount"] }, () => {
  type.call(field, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

const all = grid.querySelector("[role=checkbox][aria-label='Select all rows shown']");
const selectAll = await median(21, () =>
  timed(all, { attributes: true, attributeFilter: ["aria-checked"] }, () => all.click()),
);
return { scroll, keystroke, selectAll };
