import { useEffect, useEffectEvent } from "react";
import { Dialog, Kbd } from "../kit";
import { shortcuts } from "./texts";

/** Every keyboard shortcut, by where it works. */
export function Shortcuts({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title={shortcuts.title} isOpen={isOpen} onClose={onClose} width="l">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {shortcuts.groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="mb-2 text-xs font-medium text-dim">{title}</h3>
            <dl className="flex flex-col gap-1.5">
              {keys.map(([what, ...of]) => (
                <div key={what} className="flex items-baseline gap-3">
                  <dt className="min-w-0 flex-1 text-sm">{what}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {of.map((key) => (
                      <Kbd key={key} keys={key} isRead />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** `?` opens the list of shortcuts, unless it is typed into a field or a dialog is open. */
export function useShortcutsKey(open: () => void): void {
  const show = useEffectEvent(open);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (target instanceof HTMLElement && target.closest("input, textarea, [contenteditable]"))
        return;
      if (document.querySelector("[data-modal]")) return;
      event.preventDefault();
      show();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
