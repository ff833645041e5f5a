import type { KeyboardEvent, RefObject } from "react";

/** Lets the down arrow lead from a search field into the list below it. */
export function downInto(list: RefObject<HTMLElement | null>) {
  return (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    list.current?.focus();
  };
}
