import { useEffect } from "react";
import { hasSelectedText, isCopyKey } from "../kit/copyKey";

/**
 * Turns off what a web view does by default and an application must not: a menu with Reload and keys that reload
 * (both lose what was entered), and copying when nothing is selected, which empties the clipboard.
 */
export function useBrowserDefaults(): void {
  useEffect(() => {
    window.addEventListener("contextmenu", onMenu);
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("contextmenu", onMenu);
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}

/** Text fields keep their menu: it has Cut, Copy and Paste, and no Reload. */
function onMenu(event: MouseEvent) {
  if (!isInTextField(event.target)) event.preventDefault();
}

function onKey(event: KeyboardEvent) {
  if (isReloadKey(event)) {
    if (!import.meta.env.DEV) event.preventDefault();
    return;
  }
  if (!isCopyKey(event) && !isCutKey(event)) return;
  if (event.defaultPrevented || isInTextField(event.target) || hasSelectedText()) return;
  event.preventDefault();
}

function isReloadKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === "F5" || (key.toLowerCase() === "r" && (ctrlKey || metaKey));
}

function isCutKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "x" && (ctrlKey || metaKey);
}

function isInTextField(target: EventTarget | null): boolean {
  const fields =
    "textarea, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=file])";
  return target instanceof Element && target.closest(fields) !== null;
}
