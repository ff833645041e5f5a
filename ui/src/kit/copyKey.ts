interface Keys {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Whether this is a copy shortcut: Ctrl+C, Cmd+C or Ctrl+Insert. */
export function isCopyKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Keys): boolean {
  if (altKey || shiftKey) return false;
  return key === "Insert" ? ctrlKey : key.toLowerCase() === "c" && (ctrlKey || metaKey);
}

/** Whether text on the page is selected, which copying then refers to. */
export function hasSelectedText(): boolean {
  return (getSelection()?.toString() ?? "") !== "";
}

/** Whether a copy shortcut was pressed that nothing has handled and that doesn't mean a text. */
export function isCopyOutsideText(
  event: Keys & { target: EventTarget | null; isDefaultPrevented: () => boolean },
) {
  const { target } = event;
  const isField = target instanceof Element && target.closest("input, textarea, [contenteditable]");
  return isCopyKey(event) && !event.isDefaultPrevented() && !isField && !hasSelectedText();
}
