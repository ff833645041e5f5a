// The faces that index.html preloads.
const faces = ["13px 'Inter Variable'", "11.5px 'JetBrains Mono Variable'"];

/** In milliseconds. Text in another font is better than none. */
const patience = 100;

/**
 * Resolves once the page's fonts can be used, or after a while without them. Text that is laid out earlier needs the
 * system's fonts for a moment: with fontconfig, looking them up takes 60 ms, and waiting for ours less than 10.
 */
export function fontsLoaded(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, patience);
    void styled()
      .then(() => Promise.allSettled(faces.map((face) => document.fonts.load(face))))
      .then(() => done());
  });
}

/** Resolves once the style sheet has come, without which no font is known. A module doesn't wait for it. */
function styled(): Promise<unknown> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]');
  if (!link || link.sheet) return Promise.resolve();
  return new Promise((done) => {
    link.addEventListener("load", done);
    link.addEventListener("error", done);
  });
}
