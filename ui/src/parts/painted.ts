/** Resolves once the document, as it is now, has been painted; soon if the window isn't visible and paints nothing. */
export function painted(): Promise<void> {
  return new Promise((done) => {
    const late = setTimeout(done, 100);
    requestAnimationFrame(() =>
      // After the frame that begins now.
      setTimeout(() => {
        clearTimeout(late);
        done();
      }),
    );
  });
}

/** Marks when something was on the screen for the first time, for the benchmarks. */
export async function markPainted(name: "rows" | "table"): Promise<void> {
  await painted();
  if (performance.getEntriesByName(name).length === 0) performance.mark(name);
}
