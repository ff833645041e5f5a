import { useEffect } from "react";

/** Where the focus was, with the elements around it, innermost first. */
interface Place {
  element: HTMLElement;
  around: readonly Element[];
}

/** What takes the keyboard focus, in the order of the document. */
const focusable =
  "button:not([disabled], [tabindex='-1']), a[href], input:not([disabled]), textarea:not([disabled]), [tabindex='0']";

/** What takes the focus first in a part of the page: its main control, the current row, the selected tab. */
const first = "[data-home], [role=row][tabindex='0'], [role=tab][aria-selected=true]";

/**
 * When the focused element disappears, the focus goes to where it came from, or near that. A web view would leave it
 * on the body, where keys do nothing and a screen reader starts over.
 */
export function useFocusKept(): void {
  useEffect(() => {
    const root = document.getElementById("root") ?? document.body;
    let last: Place | null = null;
    let onPage: Place | null = null;
    let frame = 0;

    const note = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || target === document.body) return;
      last = placeOf(target);
      if (root.contains(target)) onPage = last;
    };
    // Dialogs and menus restore the focus themselves, a few frames after they close.
    const check = (frames: number) => {
      if (!isLost(last)) return;
      cancelAnimationFrame(frame);
      if (frames > 0) frame = requestAnimationFrame(() => check(frames - 1));
      else restore(onPage, root);
    };
    // A new page, as after a lock, has no focus yet: its main button takes it, so that Enter is enough.
    const begin = () => {
      if (last === null && document.activeElement === document.body)
        root.querySelector<HTMLElement>("[data-home]")?.focus({ preventScroll: true });
    };
    const watch = new MutationObserver(() => {
      begin();
      if (isLost(last)) check(4);
    });
    document.addEventListener("focusin", note);
    watch.observe(document.body, { childList: true, subtree: true });
    begin();
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("focusin", note);
      watch.disconnect();
    };
  }, []);
}

function placeOf(element: HTMLElement): Place {
  const around: Element[] = [];
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
    around.push(at);
  return { element, around };
}

/** Whether the focused element is gone. A press on an empty place takes the focus, too, but nothing is gone then. */
function isLost(last: Place | null): boolean {
  return last !== null && document.activeElement === document.body && !last.element.isConnected;
}

function restore(onPage: Place | null, root: HTMLElement): void {
  const modal = [...document.querySelectorAll<HTMLElement>("[data-modal]")].at(-1);
  if (modal) {
    focusIn(modal);
    return;
  }
  if (onPage?.element.isConnected) {
    onPage.element.focus();
    if (document.activeElement === onPage.element) return;
  }
  for (const around of onPage?.around ?? []) {
    if (around.isConnected && focusIn(around)) return;
  }
  focusIn(root.querySelector("main") ?? root);
}

function focusIn(part: Element): boolean {
  for (const selector of [first, focusable]) {
    for (const element of part.querySelectorAll<HTMLElement>(selector)) {
      element.focus({ preventScroll: true });
      if (document.activeElement === element) return true;
    }
  }
  return false;
}
