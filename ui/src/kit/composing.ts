import type { KeyboardEvent } from "react";

/** The key code of a key that an input method takes. WebKit reports it for the Enter that ends a composition. */
const taken = 229;

/** Whether an input method takes this key, to compose or choose a character: it isn't meant for the page. */
export function isComposing({ nativeEvent }: Pick<KeyboardEvent, "nativeEvent">): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === taken;
}
