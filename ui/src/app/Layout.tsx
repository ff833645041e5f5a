import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { type Active, useAppState } from "../ipc";
import { cx } from "../kit";
import { TableViewsContext } from "../kit/table/tableView";
import { ReviewProvider } from "../pages/Review/ReviewProvider";
import { environmentBorder, environmentOf } from "../parts/environment";
import { NamedViewsContext } from "../parts/namedViews";
import { PaletteContext } from "../parts/palette";
import { KeptPagesContext, useKeptPages } from "./keptPages";
import { lock } from "./lock";
import { Palette } from "./Palette";
import { Rail } from "./Rail";
import { useNamedViews, useTableViews, useViews } from "./views";

interface Props {
  active: Active;
  children?: ReactNode;
}

/** The sidebar and the page, with the palette and the review above both. */
export function Layout({ active, children }: Props) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const kept = useViews(active.profileId);
  const tables = useTableViews(kept);
  const named = useNamedViews(kept);
  useKeptPages(kept);
  const palette = useMemo(() => ({ open: () => setPaletteOpen(true) }), []);
  useKeys(
    useCallback((key: string) => {
      // Not above a dialog: the palette would lead away from what was entered there.
      if (key === "k" && !document.querySelector("[data-modal]")) setPaletteOpen((open) => !open);
      if (key === "l") void lock();
    }, []),
  );
  return (
    <PaletteContext value={palette}>
      <KeptPagesContext value={kept.views?.pages ?? {}}>
        <TableViewsContext value={tables}>
          <NamedViewsContext value={named}>
            <ReviewProvider>
              <Frame active={active}>{children}</Frame>
              <Palette isOpen={paletteOpen} onClose={() => setPaletteOpen(false)} />
            </ReviewProvider>
          </NamedViewsContext>
        </TableViewsContext>
      </KeptPagesContext>
    </PaletteContext>
  );
}

/** The sidebar on the left, the page next to it. */
export function Frame({ active, children }: Props) {
  const profiles = useAppState()?.profiles;
  const environment = environmentOf(profiles?.find((p) => p.id === active.profileId));
  return (
    <div
      className={cx("grid h-full grid-cols-[208px_minmax(0,1fr)]", environmentBorder[environment])}
    >
      <Rail active={active} onLock={() => void lock()} />
      <main
        className="relative flex min-h-0 min-w-0 flex-col"
        aria-busy={children === undefined || undefined}
      >
        {children}
      </main>
    </div>
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
