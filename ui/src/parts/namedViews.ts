import { createContext } from "react";
import type { NamedView } from "../ipc";

export interface NamedViews {
  /** By name. */
  named: readonly NamedView[];
  /** Replaces the view of that name, if there is one. */
  save: (view: NamedView) => void;
  remove: (name: string) => void;
}

/** A page's filters and sort order that the user gave a name. */
export const NamedViewsContext = createContext<NamedViews>({
  named: [],
  save: () => {},
  remove: () => {},
});
