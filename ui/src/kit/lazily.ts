/**
 * Makes something when it is first asked for, and keeps it. Meant for what `Intl` has: to make one takes longer than to
 * use it a hundred times, and the first one loads the engine's tables of languages.
 */
export function lazily<T>(make: () => T): () => T {
  let made: { thing: T } | null = null;
  return () => {
    made ??= { thing: make() };
    return made.thing;
  };
}
