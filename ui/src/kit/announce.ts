let waiting: number | undefined;

/** Says a sentence to screen readers without showing it. */
export function announce(sentence: string): void {
  const region = liveRegion();
  // The same sentence twice is a change only if the text was something else in between.
  region.textContent = "";
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    region.textContent = sentence;
  }, 30);
}

/** Takes back what was said last: nothing of it stays in the document. */
export function hush(): void {
  window.clearTimeout(waiting);
  document.getElementById("announcer")?.replaceChildren();
}

function liveRegion(): HTMLElement {
  const known = document.getElementById("announcer");
  if (known) return known;
  const made = document.createElement("div");
  made.id = "announcer";
  made.className = "sr-only";
  made.setAttribute("role", "status");
  made.setAttribute("aria-live", "polite");
  document.body.append(made);
  return made;
}
