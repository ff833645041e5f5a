import type { RefObject } from "react";
import type { SearchFieldProps } from "react-aria-components";

type OnKeyDown = NonNullable<SearchFieldProps["onKeyDown"]>;

/** Lets the down arrow lead from a search field into the list below it. Other keys, such as Escape, go on. */
export function downInto(list: RefObject<HTMLElement | null>): OnKeyDown {
  return (event) => {
    if (event.key !== "ArrowDown") return event.continuePropagation();
    event.preventDefault();
    list.current?.focus();
  };
}
