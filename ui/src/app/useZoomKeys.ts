import { useEffect, useEffectEvent } from "react";
import { announce } from "../kit";
import { zoomBy, zoomTo } from "../parts/zoom";

/** Ctrl or Cmd with +, − and 0 zoom the window, wherever the focus is. */
export function useZoomKeys(zoom: number): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const to = zoomBy(event.key, zoom);
    if (to === null) return;
    event.preventDefault();
    announce(`Zoom ${to} %`);
    void zoomTo(to);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
