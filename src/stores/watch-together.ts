/**
 * How long the source of changes stays open after its last listener: who waits looks between two pauses, which takes a
 * few milliseconds, and listens again. It holds up the end of a process for no longer.
 */
const LINGER_MS = 200;

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
    for (const [id, entry] of [...listeners])
      if (listeners.has(id) && (key === undefined || entry.key === key)) entry.listener();
  };
  const closeLater = () => {
    closing = setTimeout(() => {
      close?.();
      close = undefined;
    }, LINGER_MS);
  };
  return (key, listener) => {
    clearTimeout(closing);
    const id = {};
    listeners.set(id, { key, listener });
    close ??= open(changed);
    return () => {
      if (listeners.delete(id) && listeners.size === 0) closeLater();
    };
  };
}
