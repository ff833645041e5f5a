import { cx } from "./cx";

const mac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

interface Props {
  keys: string;
  /** Whether a screen reader reads it; a key beside a label that names it isn't read. */
  isRead?: boolean;
  className?: string;
}

/** A key or shortcut. `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export function Kbd({ keys, isRead = false, className }: Props) {
  const text = keys.replace("mod+", mac ? "⌘" : "Ctrl ").replace("Enter", "↵");
  return (
    <span
      aria-hidden={!isRead}
      className={cx(
        "rounded border border-line px-1 font-sans text-[10.5px] leading-[15px] font-medium whitespace-nowrap text-dim",
        className,
      )}
    >
      {text}
    </span>
  );
}
