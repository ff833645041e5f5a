// The body of an async function that has an endpoint read again, which has changed: returns the time in milliseconds from
// the answer's arrival until the document shows it with its layout, and the bytes of all answers that came of it.
// `region` is the endpoint's region.
const grid = document.querySelector("[role=treegrid]");
const { json } = Response.prototype;
let bytes = 0;
let arrived = null;

Response.prototype.json = async function () {
  const text = await this.text();
  bytes += text.length;
  if (this.url === "" || this.url.includes("/snapshot")) arrived ??= performance.now();
  return JSON.parse(text);
};
try {
  const shown = new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`the endpoint that was read again (${bytes} bytes) is shown as before`)), 20_000);
    const seen = new MutationObserver(() => {
      if (arrived === null) return;
      seen.disconnect();
      clearTimeout(late);
      grid.getBoundingClientRect();
      done(performance.now() - arrived);
    });
    seen.observe(grid, { subtree: true, childList: true, characterData: true });
  });
  await window.__TAURI_INTERNALS__.invoke("read_details", { regionId: region });
  const took = await shown;
  // Other answers may still be on their way.
  await new Promise((rested) => setTimeout(rested, 400));
  return { took, bytes };
} finally {
  Response.prototype.json = json;
}
