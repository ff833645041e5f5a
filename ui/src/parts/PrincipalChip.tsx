import type { PrincipalView } from "../ipc";
import { Chip } from "../kit";

/** A principal; hovering shows its full text. `text` replaces its usual short form. */
export function PrincipalChip({
  principal,
  text,
  className,
}: {
  principal: PrincipalView;
  text?: string;
  className?: string;
}) {
  const tone =
    principal.kind === "everyone" ? "bad" : principal.warning !== "" ? "warn" : "default";
  const title = principal.warning ? `${principal.text}\n${principal.warning}` : principal.text;
  return (
    <Chip tone={tone} title={title} className={className}>
      {text ?? (principal.kind === "everyone" ? "* anyone" : principal.short)}
    </Chip>
  );
}
