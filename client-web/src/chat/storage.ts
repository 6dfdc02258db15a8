/** A browser may keep nothing, as in some private windows. */
export function storageOrNull(get: () => Storage): Storage | null {
  try {
    return get();
  } catch {
    return null;
  }
}
