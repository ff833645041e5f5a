import type { Cluster, OwnerNames } from "../ipc";
import { cx } from "../kit/cx";
import { layOut } from "../kit/table/columns";
import { dots, type Tone } from "../kit/tones";
import { factsOf, type Row, rowsOfCluster } from "../pages/Endpoints/rows";
import { heights, layout, leastHead, visibleTail } from "../pages/Endpoints/table/layout";
import { noNameYet, texts } from "../pages/Endpoints/texts";
import { chipText, nameOf } from "../parts/ownerNames";
import { cloudName, healthTone, word } from "../parts/words";
import { box, icon, span } from "./dom";

/** The width of the check boxes' column, in pixels. */
const boxes = 42;

/**
 * The table's first lines as `EndpointsTable` draws them, without what reacts to the user. Each element delays the first
 * frame, so lines that don't fit on the screen are left out, as is what can't be seen.
 */
export function table(
  clusters: readonly Cluster[],
  names: OwnerNames,
  { width, height }: { width: number; height: number },
): HTMLElement {
  const all = Object.values(layout);
  const columns = all.filter((column) => !("showFrom" in column) || width >= column.showFrom);
  const lines: HTMLElement[] = [];
  let room = height;
  const add = (line: () => HTMLElement, height: number) => {
    if (room > 0) lines.push(line());
    room -= height;
  };
  for (const cluster of clusters) {
    const rows = rowsOfCluster(cluster);
    add(() => heading({ cluster, rows }), heights.group);
    for (const row of rows) add(() => line(row, columns, names, width), heights.row);
    if (room <= 0) break;
  }
  const head = box(
    "grid h-7 grid-cols-(--columns) items-center border-b border-line-soft bg-bg pr-[18px] text-left text-xs text-dim pl-3",
    box(cell, tick("-ml-1")),
    ...columns.map(({ title }) => box(cell, span("truncate", title))),
  );
  const node = box(
    "@container relative min-h-0 min-w-0 flex-1 overflow-hidden [scrollbar-gutter:stable]",
    head,
    ...lines,
  );
  node.style.setProperty("--columns", `${boxes}px ${layOut(columns, {}).template}`);
  return node;
}

type Column = (typeof layout)[keyof typeof layout];

const cell = "min-w-0 overflow-hidden pr-2.5";
const frame = "border-b border-line-soft bg-group pr-[18px] pl-3";

function heading(group: { cluster: Cluster; rows: readonly Row[] }): HTMLElement {
  const { cluster } = group;
  const { busy } = cluster;
  const state = busy
    ? stateWord("warn", `${word(busy.task)}${busy.percent === null ? "…" : ` ${busy.percent} %`}`)
    : stateWord(healthTone(cluster.health), word(cluster.state));
  state.classList.add("ml-auto", "shrink-0", "text-sm", "text-dim");
  const node = box(
    cx(frame, "flex"),
    box(
      "flex min-w-0 flex-1 items-center gap-[9px]",
      unseenTick(),
      icon("right", 12, "rotate-90 text-dim"),
      span("max-w-1/2 shrink-0 truncate font-medium", cluster.name),
      span("min-w-0 truncate text-sm text-dim", factsOf(group)),
      cluster.problem !== null &&
        span(
          "flex shrink-0 items-center gap-1 text-sm text-warn",
          icon("warning", 12),
          texts.row.notRefreshed,
        ),
      state,
    ),
  );
  node.style.height = `${heights.group}px`;
  return node;
}

function line(row: Row, columns: readonly Column[], names: OwnerNames, width: number): HTMLElement {
  const node = box(
    "grid grid-cols-(--columns) items-center border-b border-line-soft pr-[18px] pl-3",
    box(""),
  );
  node.style.height = `${heights.row}px`;
  const joins = row.endpoint.kind === "none";
  for (const { id } of columns) {
    if (joins && id === "host") continue;
    const spans = joins && id === "service" && columns.includes(layout.host);
    node.append(box(cx(cell, spans && "col-span-2"), content(row, id, names, width)));
  }
  return node;
}

function content(
  row: Row,
  id: Column["id"],
  names: OwnerNames,
  width: number,
): HTMLElement | string {
  switch (id) {
    case "region":
      return span(
        "flex min-w-0 items-baseline gap-1.5",
        span("mono min-w-0 truncate", row.region.region),
        row.cluster.clouds.length > 1 &&
          span("shrink-0 text-xs text-dim", cloudName(row.region.cloud)),
      );
    case "state":
      return stateWord(row.state.tone, row.state.label);
    case "service":
      return service(row);
    case "host":
      return row.host ? nameCell(row.host) : "";
    case "principals":
      return principals(row, names, width >= twoChips);
    case "zones":
      return number(row.zones);
    case "connections":
      return number(row.connections);
  }
}

function service(row: Row): HTMLElement {
  const dim = (text: string) => span("block truncate text-dim", text);
  const { endpoint } = row;
  if (endpoint.kind === "none") return dim(row.region.lacks[0]?.reason ?? texts.row.none);
  if (row.serviceName) return nameCell(row.serviceName);
  if (endpoint.kind === "present" && endpoint.details.kind === "loading") return dim("");
  if (endpoint.kind === "present" && endpoint.details.kind === "unreadable")
    return span("block truncate text-warn", endpoint.details.problem.message);
  return dim(noNameYet(endpoint.kind === "present" ? endpoint.status : null));
}

function nameCell(text: string): HTMLElement {
  const cut = text.length - visibleTail(text);
  return span(
    "flex min-w-0 items-center gap-1",
    span(
      "mono flex h-[1lh] min-w-0 flex-wrap-reverse content-end overflow-hidden text-mut",
      cut > 0 && span(cx("max-w-max min-w-0 grow truncate", leastHead), text.slice(0, cut)),
      span("max-w-full shrink-0 truncate", text.slice(cut)),
    ),
    span("inline-flex size-5 shrink-0 items-center justify-center text-dim", icon("copy", 13)),
  );
}

const chip =
  "inline-flex min-w-0 items-center rounded-[5px] px-1.5 py-px text-xs font-medium whitespace-nowrap";

/** The width of the table, in pixels, from which on two principals are shown. */
const twoChips = 860;

function principals(
  { principals: all, isUnread, endpoint }: Row,
  names: OwnerNames,
  hasTwo: boolean,
): HTMLElement {
  const node = span("flex min-w-0 items-center gap-1");
  if (endpoint.kind === "none") return span("block truncate text-acc", texts.row.create);
  const chips = all.slice(0, 2).map((principal, at) => {
    const tone =
      principal.kind === "everyone"
        ? "bg-bad-bg text-bad"
        : principal.kind === "unrecognized"
          ? "bg-warn-bg text-warn"
          : "bg-chip text-tx";
    const text = span("truncate", chipText(principal, nameOf(names, principal)));
    return span(cx(chip, tone, at === 0 ? "shrink" : "shrink-[5]"), text);
  });
  const more = (n: number) => n > 0 && span(cx(chip, "shrink-0 bg-chip text-mut"), `+${n}`);
  const [first, second] = chips;
  const pending = endpoint.kind === "present" ? endpoint.pending : null;
  const [added, removed] = [pending?.added.length ?? 0, pending?.removed.length ?? 0];
  if (added + removed > 0) {
    const said = (text: string) => span(cx(chip, "shrink-0 bg-chip text-mut"), text);
    if (first) node.append(first);
    if (all.length > 1) node.append(said(`+${all.length - 1}`));
    if (added > 0) node.append(said(`+${added} pending`));
    if (removed > 0) node.append(said(`−${removed} pending`));
  } else if (first) {
    const shown = [first, hasTwo && second, more(all.length - (hasTwo ? 2 : 1))];
    node.append(...shown.filter((chip) => chip !== false && chip !== undefined));
  } else if (isUnread) node.append(span("text-warn", texts.row.notRead));
  else node.append(span("text-dim", texts.row.noPrincipals));
  return node;
}

function number(value: number | null): HTMLElement {
  return span(cx("tabular-nums", value === 0 && "text-dim"), value === null ? "" : String(value));
}

function stateWord(tone: Tone, text: string): HTMLElement {
  return span(
    cx("inline-flex min-w-0 items-center gap-[7px]", tone === "off" && "text-dim"),
    span(cx("inline-block size-[7px] shrink-0 rounded-full", dots[tone])),
    span("truncate", text),
  );
}

/** The room of a check box that only shows under the mouse. */
function unseenTick(): HTMLElement {
  return span("size-6 shrink-0 -ml-1");
}

function tick(classes: string): HTMLElement {
  return span(
    cx("grid size-6 shrink-0 place-items-center", classes),
    span("grid size-[15px] place-items-center rounded-[4px] border border-edge"),
  );
}
