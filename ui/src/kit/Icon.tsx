import { cx } from "./cx";

/** Outlines on a 16 × 16 field, drawn for this program. */
const paths = {
  endpoint: "M2 8h4m4 0h4M6 5v6a2 2 0 0 0 4 0V5a2 2 0 0 0-4 0Z",
  connect: "M9.5 3.5 12.5 6.5 10 9 7 6zM6 7 3.5 9.5l3 3L9 10M12 4l2-2M2 14l2.5-2.5",
  download: "M8 2.5v7M5 7l3 3 3-3M3 13h10",
  cluster:
    "M13 4c0 1.1-2.2 2-5 2S3 5.1 3 4s2.2-2 5-2 5 .9 5 2ZM3 4v8c0 1 2 2 5 2s5-1 5-2V4M3 8c0 1 2 2 5 2s5-1 5-2",
  access: "M8 2 3 4v4c0 3 2.1 5 5 6 2.9-1 5-3 5-6V4L8 2ZM5.8 8l1.6 1.6 2.8-3",
  topology:
    "M2 6.5h3v3H2v-3ZM11 2.5h3v3h-3v-3ZM11 10.5h3v3h-3v-3ZM5 8h3M11 4H9.5A1.5 1.5 0 0 0 8 5.5v5A1.5 1.5 0 0 0 9.5 12H11",
  pencil: "m3 13 .6-2.8L11 2.8l2.2 2.2-7.4 7.4L3 13ZM9.6 4.2l2.2 2.2",
  fit: "M3 6V3.5h2.5M10.5 3.5H13V6M13 10v2.5h-2.5M5.5 12.5H3V10",
  vpc: "M8 2 2.5 5 8 8l5.5-3L8 2ZM2.5 8 8 11l5.5-3M2.5 11 8 14l5.5-3",
  history: "M8 4v4l2.5 1.5M2.5 8a5.5 5.5 0 1 0 1.7-4L2.5 5.5M2.5 2.5v3h3",
  lock: "M4.5 7h7A1.5 1.5 0 0 1 13 8.5v4a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12.5v-4A1.5 1.5 0 0 1 4.5 7ZM5 7V5a3 3 0 0 1 6 0v2",
  unlock:
    "M4.5 7h7A1.5 1.5 0 0 1 13 8.5v4a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12.5v-4A1.5 1.5 0 0 1 4.5 7ZM5 7V5a3 3 0 0 1 5.7-1.3",
  search: "M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM10.5 10.5l3 3",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  bookmark: "M4.5 2.5h7v11L8 10.5l-3.5 3v-11Z",
  copy: "M6.5 5h5A1.5 1.5 0 0 1 13 6.5v5a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 5 11.5v-5A1.5 1.5 0 0 1 6.5 5ZM3 10.5V4a1 1 0 0 1 1-1h6.5",
  check: "m3 8.5 3.2 3.2L13 5",
  close: "m4 4 8 8m0-8-8 8",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  warning: "M8 2 1.5 13.5h13L8 2ZM8 6.5v3M8 11.6v.1",
  info: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 7.3v3.5M8 5.2v.1",
  error: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 4.8v3.7M8 11v.1",
  refresh: "M13.5 8A5.5 5.5 0 1 1 11.9 4.1L13.5 5.7M13.5 2.5v3.2h-3.2",
  undo: "M3 6h6.5a3.5 3.5 0 0 1 0 7H6M5.5 3.5 3 6l2.5 2.5",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5",
  down: "m4 6 4 4 4-4",
  right: "m6 4 4 4-4 4",
  up: "m4 10 4-4 4 4",
  settings:
    "M2.5 4.5h5M11 4.5h2.5M2.5 11.5h2.5M8.5 11.5h5M11 4.5a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0ZM8.5 11.5a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0Z",
  user: "M10.8 5.2a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0ZM2.5 14c.3-2.8 2.6-4.5 5.5-4.5s5.2 1.7 5.5 4.5",
  key: "M7.5 8.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM7.5 8.5h7M12 8.5V11",
  external: "M6.5 3.5H3.5v9h9v-3M9 3h4v4M13 3 7.5 8.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  dash: "M4 8h8",
  play: "M5 3v10l8-5-8-5Z",
  save: "M8 2.5v7.5m-3-3 3 3 3-3M2.5 11v2a.5.5 0 0 0 .5.5h10a.5.5 0 0 0 .5-.5v-2",
  open: "M8 10V2.5m-3 3 3-3 3 3M2.5 11v2a.5.5 0 0 0 .5.5h10a.5.5 0 0 0 .5-.5v-2",
  terminal: "M2.5 3h11v10h-11zM5 6l2 2-2 2M8.5 10H11",
  swap: "M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z",
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon: its control has the accessible name. */
export function Icon({
  name,
  className,
  size = 15,
}: {
  name: IconName;
  className?: string;
  size?: number;
}) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={cx("shrink-0 fill-none stroke-current", className)}
      strokeWidth={name === "more" ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
