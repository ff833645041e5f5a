import { useCallback, useEffect, useRef, useState } from "react";

/** How long typing pauses before the text goes into the address, in milliseconds. */
const pause = 200;

/**
 * The text of a search field. It is shown and searched for at once, and kept in the address once typing pauses: to change
 * the address has all of the page look at it. `kept` is what the address has, which can also change by itself.
 */
export function useTyped(kept: string | undefined, onKeep: (text: string) => void) {
  const inAddress = kept ?? "";
  const [text, setText] = useState(inAddress);
  const [seen, setSeen] = useState(inAddress);
  // What this field has put into the address last.
  const [sent, setSent] = useState(inAddress);
  if (seen !== inAddress) {
    setSeen(inAddress);
    if (inAddress !== sent) {
      setSent(inAddress);
      setText(inAddress);
    }
  }
  const unsent = useRef<{ text: string; timer: number } | null>(null);

  const sentLast = useRef(inAddress);

  const keep = useCallback(() => {
    const last = unsent.current;
    unsent.current = null;
    if (!last) return;
    window.clearTimeout(last.timer);
    setSent(last.text);
    sentLast.current = last.text;
    onKeep(last.text);
  }, [onKeep]);
  const type = useCallback(
    (text: string) => {
      setText(text);
      window.clearTimeout(unsent.current?.timer);
      unsent.current = { text, timer: window.setTimeout(keep, pause) };
    },
    [keep],
  );
  // Another page must not be left for this one again.
  useEffect(() => () => window.clearTimeout(unsent.current?.timer), []);
  // The address changed by itself: what was typed before that is gone.
  useEffect(() => {
    if (inAddress === sentLast.current) return;
    sentLast.current = inAddress;
    window.clearTimeout(unsent.current?.timer);
    unsent.current = null;
  }, [inAddress]);
  return { text, type, keep };
}
