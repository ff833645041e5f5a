import { cx } from "./cx";

const mac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

/** A key or shortcut. `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const text = keys.replace("mod+", mac ? "⌘" : "Ctrl ").replace("Enter", "↵");
  return (
    <span
      aria-hidden="true"
      className={cx(
        "rounded border border-line px-1 font-sans text-[10.5px] leading-[15px] font-medium whitespace-nowrap text-dim",
        className,
      )}
    >
      {text}
    </span>
  );
}
