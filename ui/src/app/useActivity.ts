import { useEffect } from "react";
import { commands } from "../ipc";

const everyMs = 30_000;

/** Tells the shell that the user is active, at most every 30 s: the idle time starts again. */
export function useActivity(): void {
  useEffect(() => {
    let last = 0;
    const tell = () => {
      const now = Date.now();
      if (now - last < everyMs) return;
      last = now;
      commands.activity().catch(() => {});
    };
    window.addEventListener("keydown", tell, { passive: true, capture: true });
    window.addEventListener("pointermove", tell, { passive: true });
    window.addEventListener("wheel", tell, { passive: true });
    return () => {
      window.removeEventListener("keydown", tell, { capture: true });
      window.removeEventListener("pointermove", tell);
      window.removeEventListener("wheel", tell);
    };
  }, []);
}
