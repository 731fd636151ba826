import { DcrError } from './errors.js';

/** More than a file of this package takes on any network that a page is of use on. Milliseconds. */
const LIMIT_MS = 30_000;

/**
 * What few runs need is loaded when it is needed, and always before a request that it is for: an answer must not be lost because
 * a file of this package is gone from the web server since the page was opened.
 *
 * @param signal ends the wait, with its own reason; what loads goes on.
 */
export async function loaded<Part>(loading: Promise<Part>, signal?: AbortSignal): Promise<Part> {
  let leave: (reason: unknown) => void = () => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = reject;
  });
  const onAbort = () => leave(signal?.reason);
  const cancel = later(() => leave(new Error(`not within ${LIMIT_MS} ms`)));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  try {
    return await Promise.race([left, loading]);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new DcrError(
      'part-not-loaded',
      'A part of dcr-client could not be loaded, and what it is for was not begun. In a page, load it anew: it is offline, or a ' +
        'deployment has removed its files. Elsewhere, look at how it was bundled: dynamic imports must be kept or inlined.',
      { cause },
    );
  } finally {
    cancel();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** A worker of workerd is refused timers while its modules are evaluated; all parts are in its bundle then. */
function later(action: () => void): () => void {
  try {
    const timer = setTimeout(action, LIMIT_MS);
    return () => clearTimeout(timer);
  } catch {
    return () => undefined;
  }
}
