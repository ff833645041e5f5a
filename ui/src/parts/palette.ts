import { createContext, useContext } from "react";

/** How a page opens the palette; the layout provides it. */
export const PaletteContext = createContext<{ open: () => void }>({ open: () => {} });

export const usePalette = () => useContext(PaletteContext);
