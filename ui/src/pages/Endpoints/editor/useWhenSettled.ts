import { type RefObject, useLayoutEffect, useRef } from "react";
import type { EditorHandle } from "./PrincipalEditor";

/** Does something once what was typed into the editor is in its list, with the list as it is then. */
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
