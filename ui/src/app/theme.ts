import { useEffect } from "react";
import type { Theme } from "../ipc";

/** Sets `data-theme` on <html> to the theme from the settings or the system. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const light = window.matchMedia("(prefers-color-scheme: light)");
    const apply = () => {
      document.documentElement.dataset.theme =
        theme === "system" ? (light.matches ? "light" : "dark") : theme;
    };
    apply();
    light.addEventListener("change", apply);
    return () => light.removeEventListener("change", apply);
  }, [theme]);
}
