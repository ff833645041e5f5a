import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { parseAccessSearch } from "../pages/Access/search";
import { parseChangesSearch } from "../pages/Changes/search";
import { parseConnectSearch } from "../pages/Connect/search";
import { Endpoints } from "../pages/Endpoints/Endpoints";
import { parseEndpointsSearch } from "../pages/Endpoints/search";
import { parseTopologySearch } from "../pages/Topology/search";
import { parseListSearch } from "../parts/listSearch";
import { Root } from "./Root";

// The pages that aren't shown first. They are loaded once the first one is there, or when they are asked for.
const others: (() => Promise<void> | undefined)[] = [];

const later: typeof lazyRouteComponent = (load, name) => {
  const page = lazyRouteComponent(load, name);
  others.push(() => page.preload?.());
  return page;
};

/** Loads the pages that aren't shown first, one after the other. */
export async function loadOtherPages(): Promise<void> {
  for (const load of others) await load();
}

const root = createRootRoute({
  component: Root,
  notFoundComponent: () => <Navigate to="/endpoints" replace />,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/endpoints", replace: true });
  },
});
const endpoints = createRoute({
  getParentRoute: () => root,
  path: "/endpoints",
  component: Endpoints,
  validateSearch: parseEndpointsSearch,
});
const clusters = createRoute({
  getParentRoute: () => root,
  path: "/clusters",
  component: later(() => import("../pages/Clusters/Clusters"), "Clusters"),
  validateSearch: parseListSearch,
});
const connect = createRoute({
  getParentRoute: () => root,
  path: "/connect",
  component: later(() => import("../pages/Connect/Connect"), "Connect"),
  validateSearch: parseConnectSearch,
});
const vpcs = createRoute({
  getParentRoute: () => root,
  path: "/vpcs",
  component: later(() => import("../pages/Vpcs/Vpcs"), "Vpcs"),
  validateSearch: parseListSearch,
});
const access = createRoute({
  getParentRoute: () => root,
  path: "/access",
  component: later(() => import("../pages/Access/Access"), "Access"),
  validateSearch: parseAccessSearch,
});
const topology = createRoute({
  getParentRoute: () => root,
  path: "/topology",
  component: later(() => import("../pages/Topology/Topology"), "Topology"),
  validateSearch: parseTopologySearch,
});
const changes = createRoute({
  getParentRoute: () => root,
  path: "/changes",
  component: later(() => import("../pages/Changes/Changes"), "Changes"),
  validateSearch: parseChangesSearch,
});
const accounts = createRoute({
  getParentRoute: () => root,
  path: "/accounts",
  component: later(() => import("../pages/Accounts/Accounts"), "Accounts"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: later(() => import("../pages/Settings/Settings"), "Settings"),
});

const routeTree = root.addChildren([
  home,
  endpoints,
  connect,
  clusters,
  vpcs,
  access,
  changes,
  topology,
  accounts,
  settings,
]);

/** The router for all pages. Addresses come after a #, because the window serves a single file. */
export function makeRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({ routeTree, history, defaultPreload: false });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
