let waiting: number | undefined;

/** Announces a sentence to screen readers. */
export function announce(sentence: string): void {
  const region = liveRegion();
  // Repeating a sentence is announced only if the text changed in between.
  region.textContent = "";
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    region.textContent = sentence;
  }, 30);
}

/** Removes the last announcement from the document. */
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
