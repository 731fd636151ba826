import type { PostgresConnection, PostgresPool } from './pool.js';

/** Pause before a lost connection is replaced. */
const RECONNECT_MS = 1000;

/**
 * Holds one connection of the pool and calls `heard` with the payload of each notification, and with none when some may
 * have been missed. Best effort: a lost connection is replaced until the result is called, which gives it back.
 */
export function listen(
  connect: NonNullable<PostgresPool['connect']>,
  channel: string,
  heard: (payload?: string) => void,
): () => void {
  let end = () => {};
  const ended = new Promise<'ended'>((resolve) => {
    end = () => resolve('ended');
  });
  const keepListening = async (): Promise<void> => {
    for (;;) {
      const outcome = await listenOnce(connect, { channel, heard, ended }).catch(() => 'lost');
      if (outcome === 'ended' || (await Promise.race([ended, pause()])) === 'ended') return;
    }
  };
  void keepListening();
  return end;
}

/** Listens on one connection until it is lost, or all is ended. */
async function listenOnce(
  connect: NonNullable<PostgresPool['connect']>,
  { channel, heard, ended }: { channel: string; heard: (payload?: string) => void; ended: Promise<'ended'> },
): Promise<'lost' | 'ended'> {
  const connection: PostgresConnection = await connect();
  connection.unref?.();
  try {
    const lost = new Promise<'lost'>((resolve) => {
      // Without a listener an error of a connection ends the process.
      connection.on('error', () => resolve('lost'));
      connection.on('end', () => resolve('lost'));
    });
    connection.on('notification', ({ payload }) => heard(payload));
    const listening = connection.query(`LISTEN "${channel}"`).then(() => heard());
    const stopped = await Promise.race([ended, lost, listening]);
    return stopped ?? (await Promise.race([ended, lost]));
  } finally {
    // Closed, not given back: it would go on listening for its next user.
    connection.release(true);
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, RECONNECT_MS);
    // Holds up nothing. Outside Node timers are numbers.
    timer.unref?.();
  });
}
