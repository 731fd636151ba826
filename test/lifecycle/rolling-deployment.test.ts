import { describe, expect, test } from 'vitest';
import { setting } from '../support/client.js';

const OLD = { client_name: 'App', grant_types: ['client_credentials'] } as const;
const NEW = { client_name: 'App 2', grant_types: ['client_credentials'] } as const;

/** Old and new replicas that start in turns, as an orchestrator does it while it replaces one by the other. */
async function roll({ start }: ReturnType<typeof setting>, starts: readonly ('old' | 'new')[]) {
  const names: (string | undefined)[] = [];
  for (const replica of starts) {
    const deployed = replica === 'old' ? { metadata: OLD, revision: 1 } : { metadata: NEW, revision: 2 };
    names.push((await start(deployed).ensureRegistered()).client_name);
  }
  return names;
}

describe('a rolling deployment', () => {
  test('with a higher revision changes the client once, and old replicas that restart change nothing back', async () => {
    const all = setting({ rotation: 'on-update' });
    expect(await roll(all, ['old', 'old', 'new', 'old', 'new', 'old', 'new', 'new'])).toEqual([
      'App',
      'App',
      ...Array(6).fill('App 2'),
    ]);
    expect({ posts: all.posts(), puts: all.puts() }).toEqual({ posts: 1, puts: 1 });
  });

  test('does so with all replicas at once', async () => {
    const all = setting({ rotation: 'on-update', latencyMs: 50 });
    await roll(all, ['old']);
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => roll(all, n % 2 === 0 ? ['old', 'new'] : ['new', 'old'])),
    );
    expect(all.living()).toMatchObject([{ metadata: { client_name: 'App 2' } }]);
    expect({ posts: all.posts(), puts: all.puts() }).toEqual({ posts: 1, puts: 1 });
  });

  test('where the client cannot be changed makes one other client, which old replicas use too, and keeps the old one for a while', async () => {
    const all = setting({ management: false });
    const names = await roll(all, ['old', 'new', 'old', 'new', 'old']);
    expect(names).toEqual(['App', ...Array(4).fill('App 2')]);
    expect(all.posts()).toBe(2);
    expect((await all.start({ metadata: NEW, revision: 2 }).status()).retired).toHaveLength(1);
  });

  test('back to an older revision is a decision of the operator: a still higher one', async () => {
    const all = setting();
    await roll(all, ['old', 'new']);
    expect(await all.start({ metadata: OLD, revision: 3 }).ensureRegistered()).toMatchObject({
      client_name: 'App',
    });
    expect(await roll(all, ['new'])).toEqual(['App']);
  });
});
