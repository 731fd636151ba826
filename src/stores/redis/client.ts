/** A client of the package `redis` (node-redis 5.1.1 or later) as far as {@link redisStore} uses it: also a pool or a cluster. */
export interface NodeRedisClient {
  /** Whether it is connected. */
  readonly isOpen: boolean;
  /** Runs a script. */
  eval(script: string, options?: { keys?: string[]; arguments?: string[] }): Promise<unknown>;
}

/** A client of `ioredis` (5 or later) or `iovalkey` as far as {@link redisStore} uses it: also a cluster. */
export interface IoredisClient {
  /** How its connection stands. */
  readonly status: string;
  /** Runs a script. */
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** A client of the `redis` package that hears of changes: also a cluster. */
export interface NodeRedisSubscriber extends NodeRedisClient {
  /** Listens to a channel. */
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  /** The same listener; the clients and the clusters of node-redis give it types that do not agree. */
  unsubscribe(channel: string, listener: never): Promise<unknown>;
}

/** A client of `ioredis` that hears of changes. */
export interface IoredisSubscriber extends IoredisClient {
  /** Listens to a channel. */
  subscribe(channel: string): Promise<unknown>;
  /** Begins to hand messages to a listener. */
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  /** Ends that. */
  off(event: 'message', listener: (channel: string, message: string) => void): unknown;
}

/** The commands that the store needs, whichever client sends them. */
export interface RedisCommands {
  evaluate(script: string, call: { keys: string[]; values: string[] }, signal: AbortSignal): Promise<unknown>;
  /** One answer of SCAN for each of the primaries that hold keys. */
  readonly nodes: () => Promise<readonly ScanPage[]>;
  /** What the client itself puts before the keys of commands, but not before the patterns of SCAN. */
  readonly keyPrefix: string;
}

/** Asks one node for the keys after `cursor` that match. */
export type ScanPage = (cursor: string, pattern: string) => Promise<{ cursor: string; keys: string[] }>;

/** How many keys one step of SCAN looks at. */
const SCAN_COUNT = 1000;

/** What is there of more than the smallest client; looked for when it is needed. */
interface NodeRedisMore {
  withAbortSignal?(signal: AbortSignal): NodeRedisClient;
  scan?(cursor: string, options: { MATCH: string; COUNT: number }): Promise<unknown>;
  readonly masters?: readonly unknown[];
  nodeClient?(node: unknown): Promise<NodeRedisMore>;
}

interface IoredisMore {
  readonly options?: { readonly keyPrefix?: unknown };
  scan?(cursor: string, ...options: (string | number)[]): Promise<unknown>;
  nodes?(role: 'master'): readonly IoredisMore[];
}

/** Whether this is a client of `redis` or of `ioredis`; the two call the same commands differently. */
export function kindOf(client: unknown): 'node-redis' | 'ioredis' | undefined {
  if (typeof client !== 'object' || client === null) return undefined;
  if (!('eval' in client) || typeof client.eval !== 'function') return undefined;
  if ('isOpen' in client) return 'node-redis';
  return 'status' in client && typeof client.status === 'string' ? 'ioredis' : undefined;
}

export function commandsOf(client: NodeRedisClient | IoredisClient): RedisCommands {
  return 'isOpen' in client ? nodeRedisCommands(client) : ioredisCommands(client);
}

/** Subscribes a client; the result ends that. Best effort: who listens also looks by itself. */
export function subscribe(
  client: NodeRedisSubscriber | IoredisSubscriber,
  channel: string,
  heard: (message: string) => void,
): () => void {
  if ('isOpen' in client) {
    const listener = (message: string) => heard(message);
    void quietly(() => client.subscribe(channel, listener));
    return () => void quietly(() => client.unsubscribe(channel, listener as never));
  }
  const listener = (from: string, message: string) => {
    if (from === channel) heard(message);
  };
  client.on('message', listener);
  void quietly(() => client.subscribe(channel));
  // The channel stays subscribed: another store may hear it through the same client.
  return () => void client.off('message', listener);
}

/** The client may have been closed already. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    // Nobody hears of changes then, and everybody looks.
  }
}

function nodeRedisCommands(client: NodeRedisClient & NodeRedisMore): RedisCommands {
  const scanOn =
    (node: NodeRedisMore): ScanPage =>
    async (cursor, pattern) => {
      const page = await node.scan?.(cursor, { MATCH: pattern, COUNT: SCAN_COUNT });
      const { cursor: next, keys } = page as { cursor: unknown; keys: readonly unknown[] };
      return { cursor: asText(next), keys: keys.map(asText) };
    };
  return {
    evaluate: (script, { keys, values }, signal) => {
      // Where the client can, a command that has not been sent yet is taken out of its queue.
      const one = client.withAbortSignal?.(signal) ?? client;
      return one.eval(script, { keys, arguments: values });
    },
    nodes: async () => {
      const { masters } = client;
      if (masters === undefined) return [scanOn(client)];
      const nodes = await Promise.all(masters.map(async (master) => client.nodeClient?.(master)));
      return nodes.flatMap((node) => (node === undefined ? [] : [scanOn(node)]));
    },
    keyPrefix: '',
  };
}

function ioredisCommands(client: IoredisClient & IoredisMore): RedisCommands {
  const scanOn =
    (node: IoredisMore): ScanPage =>
    async (cursor, pattern) => {
      const page = await node.scan?.(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT);
      const [next, keys] = page as [unknown, readonly unknown[]];
      return { cursor: asText(next), keys: keys.map(asText) };
    };
  return {
    evaluate: (script, { keys, values }) => client.eval(script, keys.length, ...keys, ...values),
    nodes: async () => (client.nodes?.('master') ?? [client]).map(scanOn),
    keyPrefix: String(client.options?.keyPrefix ?? ''),
  };
}

/** Clients may be told to give bytes instead of text. */
export function asText(value: unknown): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}
