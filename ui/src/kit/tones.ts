/** What a state's color means. */
export type Tone = "ok" | "busy" | "warn" | "bad" | "off" | "info";

/** The classes of a state's dot. Without React: the first rows are drawn with them before it is loaded. */
export const dots: Record<Tone, string> = {
  ok: "bg-ok",
  // Half full. It doesn't move: such a state can last for an hour, and a movement has the whole window drawn again.
  busy: "border border-acc bg-linear-to-r from-acc from-50% to-transparent to-50%",
  warn: "bg-warn",
  bad: "bg-bad",
  info: "bg-acc",
  off: "border border-dim",
};
