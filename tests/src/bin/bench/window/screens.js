// The body of an async function that opens each screen of the sidebar: the times in milliseconds from the click until the
// last frame that changed something, by the screen's name.
const main = document.querySelector("main");
const links = [...document.querySelectorAll("nav[aria-label=Main] a")];

/** Clicks and waits until nothing has changed for half a second. */
async function settled(link) {
  const started = performance.now();
  let last = null;
  const seen = new MutationObserver(() =>
    requestAnimationFrame(() =>
      setTimeout(() => {
        last = performance.now();
      }),
    ),
  );
  seen.observe(main, { subtree: true, childList: true, characterData: true, attributes: true });
  link.click();
  while (last === null || performance.now() - last < 500) {
    if (performance.now() - started > 20_000) throw new Error(`${link.hash} never settles`);
    await new Promise((rested) => setTimeout(rested, 50));
  }
  seen.disconnect();
  return last - started;
}

const took = {};
for (const link of links) {
  const name = link.getAttribute("href").split("/").pop().split("?")[0];
  if (name !== "endpoints") took[name] = await settled(link);
}
await settled(links[0]);
return took;
