import type { MouseEvent } from "react";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { useTabIndex } from "./tabStop";

export type Ticked = "none" | "some" | "all";

interface Props {
  label: string;
  ticked: Ticked;
  onPress: (event: MouseEvent) => void;
  disabledReason?: string | null;
  className?: string;
}

/** A box to tick without words of its own; light enough for every line of a long table. */
export function Tick({ label, ticked, onPress, disabledReason, className }: Props) {
  const tabIndex = useTabIndex();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a press with Shift means a range, and an input doesn't tell
    <button
      type="button"
      role="checkbox"
      aria-label={label}
      aria-checked={ticked === "some" ? "mixed" : ticked === "all"}
      aria-disabled={disabledReason ? true : undefined}
      title={disabledReason ?? undefined}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation();
        if (!disabledReason) onPress(event);
      }}
      className={cx("grid size-6 shrink-0 place-items-center rounded-md", className)}
    >
      <span
        className={cx(
          "grid size-[15px] place-items-center rounded-[4px] border text-acc-tx",
          ticked === "none" ? "border-edge" : "border-acc bg-acc",
          disabledReason && "opacity-40",
        )}
      >
        {ticked !== "none" && (
          <Icon name={ticked === "some" ? "dash" : "check"} size={11} className="stroke-[2.2]" />
        )}
      </span>
    </button>
  );
}
