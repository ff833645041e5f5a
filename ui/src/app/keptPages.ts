import { useRouter, useRouterState } from "@tanstack/react-router";
import { createContext, useContext, useEffect, useRef } from "react";
import type { KeptViews } from "./views";

/** The parts of a page's address that aren't kept: what is open, not what is listed. */
const passing: Record<string, readonly string[]> = { "/endpoints": ["region", "tab"] };

/** The pages whose filters are kept while others are shown. The others start fresh. */
const lists: readonly string[] = [
  "/endpoints",
  "/clusters",
  "/vpcs",
  "/access",
  "/changes",
  "/topology",
];

/** Whether the window has just started: then the last page is shown again. */
let isFirst = true;

/** A page test starts again. */
export function startAgain(): void {
  isFirst = true;
}

/**
 * Keeps each page's filters and sort order, and the last page. Shows them again when the window starts, after a lock
 * and after switching to the account.
 */
export function useKeptPages({ views, change }: KeptViews): void {
  const router = useRouter();
  const location = useRouterState({ select: (state) => state.location });
  const isRestored = useRef(false);
  // The location that is replaced by what was kept.
  const left = useRef<unknown>(null);
  const isKnown = views !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as the views are known
  useEffect(() => {
    if (!views || isRestored.current) return;
    isRestored.current = true;
    const wasFirst = isFirst;
    isFirst = false;
    // An address with a query was asked for: a link, or a page that the user opened meanwhile.
    if (Object.keys(location.search).length > 0) return;
    const isHome = location.pathname === "/" || location.pathname === "/endpoints";
    const path = (wasFirst && isHome && views.lastPage) || location.pathname;
    const query = views.pages[path] ?? "";
    const isKnownPage = router.routesByPath[path as keyof typeof router.routesByPath] !== undefined;
    if (isKnownPage && (path !== location.pathname || query !== "")) {
      left.current = location;
      router.history.replace(`${path}${query}`);
    }
  }, [isKnown]);

  useEffect(() => {
    if (!isKnown || location === left.current || location.pathname === "/") return;
    const { pathname, search } = location;
    const drop = passing[pathname] ?? [];
    const kept = Object.entries(search).filter(([name]) => !drop.includes(name));
    const query = router.options.stringifySearch(Object.fromEntries(kept));
    change((now) =>
      now.lastPage === pathname && (now.pages[pathname] ?? "") === query
        ? now
        : { ...now, lastPage: pathname, pages: { ...now.pages, [pathname]: query } },
    );
  }, [router, location, change, isKnown]);
}

/** The query that a link to a page starts with. */
export const KeptPagesContext = createContext<Readonly<Record<string, string>>>({});

/** A page's filters as the user left them. */
export function useKeptSearch(path: string): Record<string, unknown> {
  const pages = useContext(KeptPagesContext);
  const router = useRouter();
  const query = lists.includes(path) ? (pages[path] ?? "") : "";
  return query === "" ? {} : router.options.parseSearch(query);
}
