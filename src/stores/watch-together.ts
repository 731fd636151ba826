/** How long the source of changes stays open after its last listener: those who wait look, and come back at once. */
const LINGER_MS = 1000;

/**
 * `watch` for stores that hear of all keys in one place: `open` is called for the first listener, with what it is to
 * call for each key that changed, or for none when anything may have; its result is called a while after the last
 * listener has gone.
 */
export function watchTogether(
  open: (changed: (key?: string) => void) => () => void,
): (key: string, listener: () => void) => () => void {
  const listeners = new Map<object, { readonly key: string; readonly listener: () => void }>();
  let close: (() => void) | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;
  const changed = (key?: string) => {
    for (const entry of [...listeners.values()]) if (key === undefined || entry.key === key) entry.listener();
  };
  const closeLater = () => {
    closing = setTimeout(() => {
      close?.();
      close = undefined;
    }, LINGER_MS);
    // A process that has nothing else to do ends now. Outside Node timers are numbers, and hold nothing up.
    closing.unref?.();
  };
  return (key, listener) => {
    clearTimeout(closing);
    const entry = {};
    listeners.set(entry, { key, listener });
    close ??= open(changed);
    return () => {
      if (listeners.delete(entry) && listeners.size === 0) closeLater();
    };
  };
}
