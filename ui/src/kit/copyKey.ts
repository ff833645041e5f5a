interface Keys {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Whether this is the key that copies: Ctrl or Cmd with C, or Ctrl with Insert. */
export function isCopyKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Keys): boolean {
  if (altKey || shiftKey) return false;
  return key === "Insert" ? ctrlKey : key.toLowerCase() === "c" && (ctrlKey || metaKey);
}

/** Whether text of the page is selected, so that copying means that. */
export function hasSelectedText(): boolean {
  return (getSelection()?.toString() ?? "") !== "";
}
