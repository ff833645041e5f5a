import { useCallback, useMemo, useRef, useState } from "react";
import type { Ticked } from "../../../kit";
import {
  addAll,
  extend,
  noSelection,
  removeAll,
  type Selection,
  toggle,
} from "../../../kit/table/selection";
import type { TableSelection } from "../../../kit/table/Table";
import type { Row } from "../rows";
import { type Entry, nameOf } from "../table/entries";
import { type Chosen, chosenOf, keysOf } from "./chosen";

export interface Selecting extends TableSelection<Entry> {
  /** Selects all that the filter shows. */
  selectAll: () => void;
  clear: () => void;
}

const boxOf = (entry: Entry) => `Select ${nameOf(entry)}`;

/** What is selected in the table. It outlives filters; a region that no longer exists drops out. */
export function useSelection(
  rows: readonly Row[],
  shown: readonly Row[],
): { chosen: Chosen; selecting: Selecting } {
  const [selection, setSelection] = useState<Selection>(noSelection);
  const keys = selection.selected;
  const chosen = useMemo(() => chosenOf(rows, shown, keys), [rows, shown, keys]);
  const visible = chosen.rows.length - chosen.hidden;
  const ofShown: Ticked = visible === 0 ? "none" : visible === shown.length ? "all" : "some";
  const latest = useRef({ shown, ofShown, hidden: chosen.hidden });
  latest.current = { shown, ofShown, hidden: chosen.hidden };

  const onToggle = useCallback<Selecting["onToggle"]>(
    (line) => setSelection((now) => toggle(now, line)),
    [],
  );
  const onExtend = useCallback<Selecting["onExtend"]>(
    (lines, from, to) => setSelection((now) => extend(now, lines, from, to)),
    [],
  );
  const selectAll = useCallback(
    () => setSelection((now) => addAll(now, keysOf(latest.current.shown))),
    [],
  );
  const onToggleShown = useCallback(() => {
    const { shown, ofShown, hidden } = latest.current;
    const change = ofShown === "all" ? removeAll : addAll;
    // To clear it is far faster than to remove row by row.
    const isCleared = ofShown === "all" && hidden === 0;
    setSelection((now) => (isCleared ? noSelection : change(now, keysOf(shown))));
  }, []);
  const clear = useCallback(() => setSelection(noSelection), []);

  const selecting = useMemo(
    () => ({ keys, ofShown, boxOf, onToggle, onExtend, selectAll, onToggleShown, clear }),
    [keys, ofShown, onToggle, onExtend, selectAll, onToggleShown, clear],
  );
  return { chosen, selecting };
}
