import { cx } from "./cx";

/** An account's initials on a square. Decorative: the name is next to it. */
export function Avatar({
  name,
  size = 22,
  className,
}: {
  name: string;
  size?: number;
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      data-initials={initials(name)}
      className={cx(
        "grid shrink-0 place-items-center before:content-[attr(data-initials)] rounded-[5px] bg-ok-bg font-semibold text-ok",
        className,
      )}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.46) }}
    />
  );
}

/** The initials of the first two words, or the first two letters. */
export function initials(name: string): string {
  const words = name.split(/[\s\-_.–]+/u).filter((w) => /[\p{L}\p{N}]/u.test(w));
  const [first = "?", second] = words;
  const letters = second
    ? [...first].slice(0, 1).concat([...second].slice(0, 1))
    : [...first].slice(0, 2);
  return letters.join("").toUpperCase();
}
