import type { OwnerNames, PrincipalView } from "../ipc";

/** The name of a principal's account or subscription. */
export function nameOf(names: OwnerNames, { owner }: PrincipalView): string | null {
  return (owner === null ? null : names[owner]) ?? null;
}

/** A principal on a chip: by its owner's name if that has one, with the role or user. */
export function chipText(principal: PrincipalView, name: string | null): string {
  if (principal.kind === "everyone") return "* anyone";
  if (name === null) return principal.short;
  if (principal.kind !== "role" && principal.kind !== "user") return name;
  return `${name} ${principal.text.slice(principal.text.lastIndexOf(":") + 1)}`;
}
