import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { explainRedis } from '../../src/stores/redis/failure.js';
import { type IoredisClient, redisStore } from '../../src/stores/redis.js';
import { failing } from '../support/failing.js';
import { record } from './increment.js';

/** Stands for a client where no real server answers like this. */
const answering = (evaluate: IoredisClient['eval']): IoredisClient => ({ status: 'ready', eval: evaluate });
const anyClient = answering(async () => []);

describe('options of redisStore', () => {
  const other = { ...anyClient, subscribe: async () => {}, on: () => {}, off: () => {} };
  test.each([
    ['none', {}],
    ['an address', { client: 'redis://127.0.0.1' }],
    ['something else that has eval', { client: { eval: async () => [] } }],
    ['a misspelt name', { client: anyClient, prefx: 'x' }],
    ['a prefix with braces', { client: anyClient, prefix: '{app}:' }],
    ['a prefix that is no text', { client: anyClient, prefix: 7 }],
    ['no time at all', { client: anyClient, timeoutMs: 0 }],
    ['a time that is no number', { client: anyClient, timeoutMs: '5000' }],
    ['the same client twice', { client: other, subscriber: other }],
    ['a subscriber that cannot subscribe', { client: anyClient, subscriber: { ...anyClient } }],
  ])('%s: refused', (_name, options) => {
    // @ts-expect-error wrong options are the point
    expect(() => redisStore(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

describe('an error of a client', () => {
  test('that carries the whole command shows no secret, wherever one looks', async () => {
    // ioredis hangs the command on its errors; old servers and proxies repeat it in their words.
    const client = answering(async (_script, _keys, ...args) => {
      const error = new Error(`ERR unknown command 'eval', with args beginning with: ${args.join(' ')}`);
      throw Object.assign(error, { command: { name: 'eval', args } });
    });
    const error = await failing(redisStore({ client }).write('k', record(), undefined));
    expect(error.code).toBe('store-failed');
    const shown = `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${error.stack}`;
    expect(shown).not.toContain('planted-secret');
    expect(shown).toContain('unknown command');
  });

  test.each([
    ['WRONGTYPE Operation against a key holding the wrong kind of value', 'WRONGTYPE', /prefix/],
    [
      'ERR Error running script (call to f_1): @user_script:3: WRONGTYPE Operation against a key',
      'WRONGTYPE',
      /prefix/,
    ],
    ["NOPERM this user has no permissions to run the 'eval' command", 'NOPERM', /EVAL/],
    ["READONLY You can't write against a read only replica.", 'READONLY', /primary/],
    ['MOVED 3999 127.0.0.1:6381', 'MOVED', /cluster/],
    ['NOAUTH Authentication required.', 'NOAUTH', /password/],
    ["MISCONF Redis is configured to save RDB snapshots, but it's currently unable to", 'MISCONF', /disk/],
    ['BUSY Redis is busy running a script.', 'BUSY', /up and reachable/],
    ['Connection is closed.', undefined, /up and reachable/],
  ])('%j is named and comes with what to do', (message, code, remedy) => {
    const explained = explainRedis(new Error(message));
    expect(explained.code).toBe(code);
    expect(explained.remedy).toMatch(remedy);
  });
});

describe('what cannot be read', () => {
  test('is looked at again only so often where it cannot be moved away', async () => {
    let calls = 0;
    const client = answering(async (script) => {
      calls += 1;
      return script.includes('RENAME') ? 0 : ['another version each time', 'no record'];
    });
    expect(await failing(redisStore({ client }).read('k'))).toMatchObject({ code: 'store-failed' });
    expect(calls).toBeLessThanOrEqual(20);
  });
});

test('an empty version is no version: it never means that there must be none', async () => {
  const client = answering(async () => {
    throw new Error('nothing is asked of the server');
  });
  const store = redisStore({ client });
  expect(await failing(store.write('k', record(), ''))).toMatchObject({ code: 'store-conflict' });
  expect(await failing(store.delete('k', ''))).toMatchObject({ code: 'store-conflict' });
});
