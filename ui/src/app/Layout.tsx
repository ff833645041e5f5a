import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { Active } from "../ipc";
import { ReviewProvider } from "../pages/Review/ReviewProvider";
import { PaletteContext } from "../parts/palette";
import { lock } from "./lock";
import { Palette } from "./Palette";
import { Rail } from "./Rail";

/** The sidebar on the left, the page next to it, the palette and the review above both. */
export function Layout({ active, children }: { active: Active; children: ReactNode }) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const palette = useMemo(() => ({ open: () => setPaletteOpen(true) }), []);
  useKeys(
    useCallback(
      (key: string) => {
        // Not above a dialog: the palette would lead away from what was entered there.
        if (key === "k" && !document.querySelector("[data-modal]")) setPaletteOpen((open) => !open);
        if (key === "l") void lock(active.demo);
      },
      [active.demo],
    ),
  );
  return (
    <PaletteContext value={palette}>
      <ReviewProvider>
        <div className="grid h-full grid-cols-[208px_minmax(0,1fr)]">
          <Rail active={active} onLock={() => void lock(active.demo)} />
          <main className="relative flex min-h-0 min-w-0 flex-col">{children}</main>
        </div>
        <Palette isOpen={paletteOpen} onClose={() => setPaletteOpen(false)} />
      </ReviewProvider>
    </PaletteContext>
  );
}

/** Listens for Ctrl or Cmd with K or L, wherever the focus is. */
function useKeys(on: (key: string) => void) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const key = event.key.toLowerCase();
      if (key !== "k" && key !== "l") return;
      event.preventDefault();
      on(key);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [on]);
}
