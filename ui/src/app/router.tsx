import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
  type RouterHistory,
} from "@tanstack/react-router";
import { Access } from "../pages/Access/Access";
import { parseAccessSearch } from "../pages/Access/search";
import { Accounts } from "../pages/Accounts/Accounts";
import { Changes } from "../pages/Changes/Changes";
import { parseChangesSearch } from "../pages/Changes/search";
import { Clusters } from "../pages/Clusters/Clusters";
import { Connect } from "../pages/Connect/Connect";
import { parseConnectSearch } from "../pages/Connect/search";
import { Endpoints } from "../pages/Endpoints/Endpoints";
import { parseEndpointsSearch } from "../pages/Endpoints/search";
import { Settings } from "../pages/Settings/Settings";
import { parseTopologySearch } from "../pages/Topology/search";
import { Topology } from "../pages/Topology/Topology";
import { Vpcs } from "../pages/Vpcs/Vpcs";
import { parseListSearch } from "../parts/listSearch";
import { Root } from "./Root";

const root = createRootRoute({
  component: Root,
  notFoundComponent: () => <Navigate to="/endpoints" replace />,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: () => <Navigate to="/endpoints" replace />,
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
  component: Clusters,
  validateSearch: parseListSearch,
});
const connect = createRoute({
  getParentRoute: () => root,
  path: "/connect",
  component: Connect,
  validateSearch: parseConnectSearch,
});
const vpcs = createRoute({
  getParentRoute: () => root,
  path: "/vpcs",
  component: Vpcs,
  validateSearch: parseListSearch,
});
const access = createRoute({
  getParentRoute: () => root,
  path: "/access",
  component: Access,
  validateSearch: parseAccessSearch,
});
const topology = createRoute({
  getParentRoute: () => root,
  path: "/topology",
  component: Topology,
  validateSearch: parseTopologySearch,
});
const changes = createRoute({
  getParentRoute: () => root,
  path: "/changes",
  component: Changes,
  validateSearch: parseChangesSearch,
});
const accounts = createRoute({
  getParentRoute: () => root,
  path: "/accounts",
  component: Accounts,
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: Settings,
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
