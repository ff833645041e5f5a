// Control, zero-width and bidirectional characters, which make a name look like another: the ones that `text.rs` escapes.
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands for itself
  /[\u034f\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** The text with its invisible characters escaped, as in `a\u{202e}b`. */
export function visible(text: string): string {
  return text.replace(invisible, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}

const attributes = ["title", "aria-label"];

/**
 * Makes invisible characters visible wherever the page shows text, so that no screen can forget it. Runs before the
 * next paint.
 */
export function keepTextVisible(page: Document): void {
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "characterData") show(record.target);
      else if (record.type === "attributes") showAttributes(record.target as Element);
      else for (const node of record.addedNodes) showAll(node);
    }
  });
  showAll(page.documentElement);
  observer.observe(page.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: attributes,
  });
}

function showAll(node: Node): void {
  if (node.nodeType === Node.TEXT_NODE) show(node);
  if (!(node instanceof Element)) return;
  showAttributes(node);
  // Most additions have nothing to show, and their whole text is one look.
  const named = node.querySelectorAll("[title], [aria-label]");
  for (const element of named) showAttributes(element);
  if (node.textContent === visible(node.textContent ?? "")) return;
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) show(texts.currentNode);
}

function show(text: Node): void {
  const shown = visible(text.nodeValue ?? "");
  if (shown !== text.nodeValue) text.nodeValue = shown;
}

function showAttributes(element: Element): void {
  for (const name of attributes) {
    const value = element.getAttribute(name);
    if (value === null) continue;
    const shown = visible(value);
    if (shown !== value) element.setAttribute(name, shown);
  }
}
