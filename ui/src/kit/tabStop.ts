import { createContext, useContext } from "react";

/**
 * Whether controls are in the tab order. In a table only those of the current row are; the arrow keys reach
 * the others. Tabbing through thousands of buttons would be no way through a page.
 */
export const TabStop = createContext(true);

/** The `tabIndex` of a plain element, by `TabStop`. */
export function useTabIndex(): 0 | -1 {
  return useContext(TabStop) ? 0 : -1;
}
