import type { SortColumn } from "../rows";

export interface ColumnHead {
  id: SortColumn | "select" | "service" | "host";
  title: string;
  sort?: SortColumn;
  /** From which width of the table on it is shown. */
  show?: string;
}

// Where there is little room the host goes first, then the zones, then the service name.
export const showHost = "hidden @min-[940px]:flex";
export const showZones = "hidden @min-[700px]:flex";
export const showService = "hidden @min-[540px]:flex";

export const columns: readonly ColumnHead[] = [
  { id: "select", title: "Select" },
  { id: "region", title: "Region", sort: "region" },
  { id: "state", title: "State", sort: "state" },
  { id: "service", title: "Service name", show: showService },
  { id: "host", title: "Host", show: showHost },
  { id: "principals", title: "Principals", sort: "principals" },
  { id: "zones", title: "Zones", sort: "zones", show: showZones },
  { id: "connections", title: "Links", sort: "connections" },
];

export const grid =
  "grid items-center pr-[18px] pl-3 " +
  "grid-cols-[42px_118px_112px_minmax(80px,1fr)_52px] " +
  "@min-[540px]:grid-cols-[42px_118px_112px_minmax(130px,1.2fr)_minmax(110px,1fr)_52px] " +
  "@min-[700px]:grid-cols-[42px_126px_116px_minmax(150px,1.3fr)_minmax(150px,1.2fr)_56px_56px] " +
  "@min-[940px]:grid-cols-[42px_126px_116px_minmax(150px,1.3fr)_minmax(120px,1.1fr)_minmax(170px,1.2fr)_56px_56px]";

/** A line's box is drawn while something is selected, or where the pointer or the focus is. */
export const boxLook = (isSelecting: boolean) =>
  isSelecting
    ? ""
    : "opacity-0 group-hover/line:opacity-100 group-focus-within/line:opacity-100 group-focus/line:opacity-100";
