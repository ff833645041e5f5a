import { canLock } from "../app/canLock";
import { texts as app } from "../app/texts";
import type { FirstScreen } from "../ipc/bindings";
import { clustersOf } from "../ipc/clusters";
import { cx } from "../kit/cx";
import type { IconName } from "../kit/iconPaths";
import { texts } from "../pages/Endpoints/texts";
import { box, icon, logo, span } from "./dom";
import { table } from "./rows";

/** The width of the sidebar, in pixels. */
const rail = 208;
/** The height of what is above the table's lines, in pixels. */
const above = 118;

/**
 * Draws the page of endpoints as it will be, until the page's code takes over, and returns what adds the rows: they take
 * longer than the rest. Nothing in it reacts, and it has no roles: for assistive technology the page is busy.
 */
export function drawFirst(root: HTMLElement, first: FirstScreen): () => void {
  const list = box("flex min-h-0 min-w-0 flex-1 flex-col", header(), filters());
  const node = box(
    "grid h-full grid-cols-[208px_minmax(0,1fr)] select-none",
    sidebar(first),
    box("relative flex min-h-0 min-w-0 flex-col", box("@container/page flex min-h-0 flex-1", list)),
  );
  node.setAttribute("aria-busy", "true");
  node.setAttribute("inert", "");
  root.replaceChildren(node);
  return () => {
    const size = { width: window.innerWidth - rail, height: window.innerHeight - above };
    list.append(table(clustersOf(first.clusters), first.names, size));
  };
}

const item = "flex items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-mut";

function sidebar({ state }: FirstScreen): HTMLElement {
  const link = (name: IconName, label: string, isActive = false) =>
    box(cx(item, isActive && "!bg-acc-bg !text-tx font-medium"), icon(name), label);
  const { pages } = app;
  return box(
    "flex min-h-0 flex-col gap-0.5 border-r border-line bg-rail px-2.5 py-3.5",
    box(
      "flex items-center gap-[9px] px-2 pt-0.5 pb-4 text-[14px] font-semibold",
      logo(),
      "Postern",
    ),
    link("endpoint", pages.endpoints, true),
    link("connect", pages.connect),
    link("topology", pages.topology),
    link("cluster", pages.clusters),
    link("vpc", pages.vpcs),
    link("access", pages.access),
    link("history", pages.changes),
    box("flex-1"),
    state.active?.demo === true &&
      box(
        "my-1.5 rounded-md border border-dashed border-warn/50 px-2 py-[5px] text-xs text-warn",
        app.demo,
      ),
    link("settings", pages.settings),
    canLock(state) && link("lock", app.lock),
    box(
      "mt-1.5 flex h-[50px] items-center rounded-lg border border-line px-2.5 py-2",
      span("min-w-0 truncate pl-[31px]", state.active?.name ?? ""),
    ),
  );
}

function header(): HTMLElement {
  return box(
    "flex h-[52px] shrink-0 items-center gap-2.5 px-[18px]",
    box("text-lg font-semibold", app.pages.endpoints),
    box("flex-1"),
    box(
      "flex h-[30px] w-44 items-center gap-2 rounded-[7px] border border-line px-2.5 text-sm text-dim",
      icon("search", 14),
      "Find anything",
    ),
  );
}

function filters(): HTMLElement {
  const facet = (title: string) =>
    span(
      "inline-flex min-w-0 items-center gap-1.5 rounded-md border border-line px-2 py-[3px] text-sm text-mut",
      title,
      icon("down", 10, "text-dim"),
    );
  return box(
    "flex min-h-[38px] flex-wrap items-center gap-x-1.5 gap-y-2 border-b border-line px-[18px] pb-2.5",
    box(
      "relative flex min-w-0 max-w-52 grow basis-32 items-center rounded-[7px] border border-line bg-bg py-[4px] pr-7 pl-7 text-sm text-dim",
      icon("search", 14, "absolute left-2"),
      texts.searchHint,
    ),
    ...["Cloud", "State", "VPC", "Principal", "Finding"].map(facet),
  );
}
