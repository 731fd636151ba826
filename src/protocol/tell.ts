/**
 * Tells a listener of the app. Its failure is its own, thrown or rejected: it must not cost the caller the credentials that the
 * news is about, nor end the process as an unhandled rejection.
 */
export function tell<T>(listener: ((news: T) => unknown) | undefined, news: T): void {
  try {
    Promise.resolve(listener?.(news)).catch(() => undefined);
  } catch {
    // The same, at once.
  }
}
