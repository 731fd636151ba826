/**
 * Registrations in Redis or Valkey, through a client of `redis` or `ioredis` that is yours.
 *
 * @module dcr-client/stores/redis
 */

import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import type { StoredRegistration } from '../protocol/record.js';
import { callBackend, checkTimeout, DEFAULT_STORE_TIMEOUT_MS, storeConflict } from './failure.js';
import { keyToText, setAsideText, textToKey } from './key-text.js';
import {
  asText,
  commandsOf,
  type IoredisClient,
  type IoredisSubscriber,
  kindOf,
  type NodeRedisClient,
  type NodeRedisSubscriber,
  subscribe,
} from './redis/client.js';
import { explainRedis } from './redis/failure.js';
import { DELETE, READ, SET_ASIDE, WRITE } from './redis/scripts.js';
import { parseStoredRecord } from './stored-record.js';
import type { RegistrationStore, StoredEntry, StoreOptions } from './types.js';
import { watchTogether } from './watch-together.js';

export type { IoredisClient, IoredisSubscriber, NodeRedisClient, NodeRedisSubscriber };

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /** A connected client of `redis` (5.1.1 or later), `ioredis` (5 or later) or `iovalkey`, or a cluster of theirs. It stays the caller's to close. */
  readonly client: NodeRedisClient | IoredisClient;
  /**
   * A second connected client, as `client.duplicate()` makes: with it, processes that wait for another one hear at once
   * when it is done. Without it they look again, at least twice a second. It stays the caller's to close.
   */
  readonly subscriber?: NodeRedisSubscriber | IoredisSubscriber;
  /** Put before all keys, `dcr-client:` unless given. No braces: Redis Cluster reads them. */
  readonly prefix?: string;
  /** Longest wait for an answer, in milliseconds; 5000 unless given. */
  readonly timeoutMs?: number;
}

/** What cannot be read is set aside and looked at again: another may have written meanwhile. */
const MAXIMUM_TRIES = 10;

/**
 * Keeps registrations in Redis or Valkey: one hash per registration, compared and set by scripts. Nothing expires; the
 * server must not evict keys and should log writes to its disk (docs/stores.md).
 *
 * @throws DcrError `invalid-option`. The methods: `store-conflict`, `store-failed`, `record-too-new`.
 */
export function redisStore(options: RedisStoreOptions): RegistrationStore {
  const { client, subscriber, prefix, timeoutMs } = checked(options);
  const commands = commandsOf(client);
  const channel = `${prefix}changes`;
  // The braces keep what is set aside in the slot of its key.
  const nameOf = (text: string) => `${prefix}{${text}}`;
  const call = <T>(
    verb: string,
    given: { readonly options: StoreOptions | undefined; readonly sent?: unknown },
    work: (signal: AbortSignal) => Promise<T>,
  ) => callBackend({ verb, place: 'Redis', timeoutMs, explain: explainRedis, ...given }, work);

  const change = async (
    script: string,
    { key, record, expected }: { key: string; record?: StoredRegistration; expected: string | undefined },
    given: StoreOptions | undefined,
  ): Promise<string> => {
    given?.signal?.throwIfAborted();
    // An empty version, which no key has, would read as "there must be none".
    if (expected === '') throw storeConflict(key);
    const version = globalThis.crypto.randomUUID();
    const text = keyToText(key);
    const written = record === undefined ? [] : [version, JSON.stringify(record)];
    const values = [expected ?? '', channel, text, ...written];
    const sent = { options: given, sent: record };
    const applied = await call(record === undefined ? 'delete' : 'write', sent, (signal) =>
      commands.evaluate(script, { keys: [nameOf(text)], values }, signal),
    );
    if (Number(applied) !== 1) throw storeConflict(key);
    return version;
  };

  /** Moves away what cannot be read, unless it has changed meanwhile. */
  const setAside = async (name: string, version: string, given: StoreOptions | undefined): Promise<void> => {
    const aside = setAsideText(name);
    const moved = await call('set aside', { options: given }, (signal) =>
      commands.evaluate(SET_ASIDE, { keys: [name, aside], values: [version] }, signal),
    );
    if (Number(moved) === 1) given?.onWarning?.(setAsideWarning(name, aside));
  };

  const read = async (key: string, given: StoreOptions | undefined): Promise<StoredEntry | undefined> => {
    const name = nameOf(keyToText(key));
    for (let tries = 0; tries < MAXIMUM_TRIES; tries += 1) {
      const found = await call('read', { options: given }, (signal) =>
        commands.evaluate(READ, { keys: [name], values: [] }, signal),
      );
      const [version, json] = Array.isArray(found) ? found.map(asText) : [];
      if (version === undefined) return undefined;
      const record = parseStoredRecord(json ?? '');
      if (record !== undefined && version !== '') return { record, version };
      await setAside(name, version, given);
    }
    throw unreadable(name);
  };

  async function* list(wanted: string, given: StoreOptions | undefined): AsyncIterable<string> {
    const scan = <T>(work: () => Promise<T>) => call('list', { options: given }, work);
    const before = `${commands.keyPrefix}${prefix}{`;
    const pattern = `${withoutGlob(before + keyToText(wanted))}*}`;
    // SCAN may give a key twice.
    const seen = new Set<string>();
    for (const page of await scan(commands.nodes)) {
      let cursor = '0';
      do {
        const { cursor: next, keys } = await scan(() => page(cursor, pattern));
        for (const name of keys) {
          const key = textToKey(name.slice(before.length, -1));
          if (key === undefined || seen.has(key)) continue;
          seen.add(key);
          yield key;
        }
        cursor = next;
      } while (cursor !== '0');
    }
  }

  return {
    read,
    write: (key, record, expected, given) => change(WRITE, { key, record, expected }, given),
    delete: async (key, expected, given) => {
      await change(DELETE, { key, expected: expected ?? '' }, given);
    },
    list,
    ...(subscriber === undefined ? {} : { watch: watchWith(subscriber, channel) }),
  };
}

function watchWith(subscriber: NodeRedisSubscriber | IoredisSubscriber, channel: string) {
  const watch = watchTogether((changed) => subscribe(subscriber, channel, changed));
  return (key: string, listener: () => void) => watch(keyToText(key), listener);
}

function checked(options: RedisStoreOptions) {
  checkOptionNames(options, ['client', 'subscriber', 'prefix', 'timeoutMs'], 'redisStore');
  const { client, subscriber, prefix = 'dcr-client:', timeoutMs = DEFAULT_STORE_TIMEOUT_MS } = options;
  const refuse = (what: string) => new DcrError('invalid-option', `redisStore: ${what}`);
  if (kindOf(client) === undefined)
    throw refuse('client must be a client of the package redis (5.1.1 or later) or ioredis (5 or later).');
  if (
    subscriber !== undefined &&
    (kindOf(subscriber) === undefined || typeof subscriber.subscribe !== 'function')
  )
    throw refuse('subscriber must be a client of its own, such as client.duplicate(), connected.');
  if (subscriber !== undefined && subscriber === (client as unknown))
    throw refuse('subscriber must be another client: one that subscribes takes no commands.');
  if (typeof prefix !== 'string' || /[{}]/.test(prefix))
    throw refuse('prefix must be a text without braces.');
  checkTimeout(timeoutMs, 'redisStore');
  return { client, subscriber, prefix, timeoutMs };
}

function unreadable(name: string): DcrError {
  return new DcrError(
    'store-failed',
    `What stands under ${name} in Redis is no registration and changes all the time, or cannot be moved away. ` +
      'Something else uses this key; give the store a prefix of its own.',
  );
}

/** A text that as a pattern of Redis means itself. */
function withoutGlob(text: string): string {
  return text.replace(/[\\*?[\]^-]/g, '\\$&');
}

function setAsideWarning(name: string, aside: string) {
  return {
    code: 'record-set-aside',
    message:
      `The stored registration ${name} could not be read and was set aside as ${aside}. It may hold the credentials of a ` +
      'client that still exists: mend its field "record" and pass that to adopt(), or delete that client at the server ' +
      'and delete the key. Until then the registration counts as absent.',
  };
}
