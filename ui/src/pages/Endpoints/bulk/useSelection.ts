import { useCallback, useMemo, useRef, useState } from "react";
import type { Ticked } from "../../../kit";
import type { Row } from "../rows";
import type { Item } from "../table/items";
import {
  addAll,
  type Chosen,
  chosenOf,
  dropAll,
  extend,
  nothing,
  type Selection,
  toggle,
} from "./selection";

export interface Selecting {
  ids: ReadonlySet<string>;
  /** How much of what the filter shows is chosen. */
  ofShown: Ticked;
  toggle: (item: Item) => void;
  /** Takes in the lines up to this one; `from` is where the range begins if nothing else says so. */
  extend: (items: readonly Item[], from: number, to: number) => void;
  /** All that the filter shows. */
  all: () => void;
  /** All that the filter shows, or, where all of it is in already, none of it. */
  toggleShown: () => void;
  clear: () => void;
}

/** What is chosen in the table. It outlives filters; what is gone from the account is let go. */
export function useSelection(
  rows: readonly Row[],
  shown: readonly Row[],
): { chosen: Chosen; selecting: Selecting } {
  const [selection, setSelection] = useState<Selection>(nothing);
  const ids = selection.chosen;
  const chosen = useMemo(() => chosenOf(rows, shown, ids), [rows, shown, ids]);
  const visible = chosen.rows.length - chosen.hidden;
  const ofShown: Ticked = visible === 0 ? "none" : visible === shown.length ? "all" : "some";
  const latest = useRef({ shown, ofShown });
  latest.current = { shown, ofShown };

  const toggleItem = useCallback((item: Item) => setSelection((now) => toggle(now, item)), []);
  const extendTo = useCallback(
    (items: readonly Item[], from: number, to: number) =>
      setSelection((now) => extend(now, items, from, to)),
    [],
  );
  const all = useCallback(() => setSelection((now) => addAll(now, latest.current.shown)), []);
  const toggleShown = useCallback(() => {
    const how = latest.current.ofShown === "all" ? dropAll : addAll;
    setSelection((now) => how(now, latest.current.shown));
  }, []);
  const clear = useCallback(() => setSelection(nothing), []);

  const selecting = useMemo(
    () => ({ ids, ofShown, toggle: toggleItem, extend: extendTo, all, toggleShown, clear }),
    [ids, ofShown, toggleItem, extendTo, all, toggleShown, clear],
  );
  return { chosen, selecting };
}
