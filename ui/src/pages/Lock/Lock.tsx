import type { Active } from "../../ipc";

export function Lock(_: { active: Active }) {
  return null;
}
