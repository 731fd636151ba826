const channelName = (database: string) => `dcr-client:${database}`;

/**
 * Tells everybody who watches this key, in this page and in others, that it changed. Best effort: it only wakes those
 * who would look again anyway.
 */
export function announce(database: string, key: string): void {
  try {
    // A channel of its own: none hears what it said itself, and this page may be watching, too.
    const channel = new BroadcastChannel(channelName(database));
    channel.postMessage(key);
    channel.close();
  } catch {
    // A browser without it, or a page without an origin.
  }
}

/** Calls `listener` at each {@link announce} of the key. */
export function listen(database: string, key: string, listener: () => void): () => void {
  try {
    const channel = new BroadcastChannel(channelName(database));
    channel.onmessage = ({ data }) => {
      if (data === key) listener();
    };
    return () => channel.close();
  } catch {
    return () => {};
  }
}
