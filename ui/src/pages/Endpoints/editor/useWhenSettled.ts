import { type RefObject, useLayoutEffect, useRef } from "react";
import type { EditorHandle } from "./PrincipalEditor";

/** Acts once what was typed into the editor has been added to its list. */
export function useWhenSettled(editor: RefObject<EditorHandle | null>, act: () => void) {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return () => {
    const settling = editor.current?.settle() ?? null;
    if (settling) void settling.then((isSettled) => isSettled && latest.current());
    else latest.current();
  };
}
