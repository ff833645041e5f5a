import type { TableColumn } from "../../../kit/table/columns";

type Layout = Pick<TableColumn<never>, "id" | "title" | "width" | "showFrom" | "isNumber">;

/** The columns of a region, in their order. */
export const layout = {
  region: { id: "region", title: "Region", width: 124 },
  state: { id: "state", title: "State", width: 116 },
  service: {
    id: "service",
    title: "Service name",
    // In a window of 1000 pixels the id of an AWS service name is shown whole.
    width: { min: 170, share: 1.6 },
    showFrom: 540,
  },
  host: { id: "host", title: "Host", width: { min: 120, share: 1.1 }, showFrom: 980 },
  principals: { id: "principals", title: "Principals", width: { min: 110, share: 1.2 } },
  zones: { id: "zones", title: "Zones", width: 62, showFrom: 820, isNumber: true },
  connections: { id: "connections", title: "Connections", width: 94, isNumber: true },
} as const satisfies Record<string, Layout>;

/** In pixels. */
export const heights = { group: 34, row: 36 } as const;

/** The least that is shown before the end of a name: “com…” says nothing. */
export const leastHead = "basis-[14ch]";

/** How many characters at the end of a name must stay visible: the id of an AWS service name. */
export function visibleTail(name: string): number {
  return /vpce-svc-[0-9a-f]+$/.exec(name)?.[0].length ?? 0;
}
