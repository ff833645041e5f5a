import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// A bound, not a wait: a busy machine draws slowly.
configure({ asyncUtilTimeout: 8000 });

// What jsdom lacks and the page asks for.
window.matchMedia ??= (query: string) =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
  }) as MediaQueryList;
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
Element.prototype.scrollIntoView ??= () => {};
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  document.body.replaceChildren();
});
