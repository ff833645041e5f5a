import { createContext, useContext } from "react";

/**
 * Whether what is drawn here can be reached with Tab. In a table that is so in the current row only: the arrow
 * keys lead to the others, and thousands of buttons are no way through a page.
 */
export const TabStop = createContext(true);

/** For a plain element's `tabIndex`. */
export function useTabIndex(): 0 | -1 {
  return useContext(TabStop) ? 0 : -1;
}
