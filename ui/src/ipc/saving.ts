/**
 * Saves each value at once, so that quitting right after a change loses nothing. While one is being saved, only the
 * newest of the next ones waits.
 */
export function savesLatest<T>(
  save: (value: T) => Promise<unknown>,
  onFailure: (error: unknown) => void,
): (value: T) => void {
  let next: { value: T } | null = null;
  let isSaving = false;
  const saveAll = async () => {
    isSaving = true;
    while (next) {
      const { value } = next;
      next = null;
      await save(value).catch(onFailure);
    }
    isSaving = false;
  };
  return (value) => {
    next = { value };
    if (!isSaving) void saveAll();
  };
}
