import { createTestServer } from 'dcr-client/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../interop/temporary-directory.js';
import { type PostgresService, startPostgres } from '../services/postgres.js';
import { type RedisService, startRedis } from '../services/redis.js';
import { dcr } from './run.js';
import { serveOnLoopback } from './serve.js';

let redis: RedisService;
let postgres: PostgresService;
beforeAll(async () => {
  [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
});
afterAll(async () => {
  await redis?.end();
  await postgres?.end();
});

describe.each([
  ['Redis', () => redis.url],
  ['PostgreSQL', () => postgres.url],
])('%s by its address', (_, address) => {
  test('keeps what is registered, and lets the process end in every way it can', async () => {
    let posts = () => {};
    const interruptWhen = new Promise<void>((resolve) => {
      posts = resolve;
    });
    let requests = 0;
    // The registration takes effect, and its answer is held back until after the interruption.
    const latencyMs = () => {
      requests += 1;
      if (requests === 2) posts();
      return 300;
    };
    const { server, origin, close } = await serveOnLoopback((issuer) =>
      createTestServer({ issuer, latencyMs }),
    );
    const env = { HOME: await temporaryDirectory(), DCR_ISSUER: origin, DCR_STORE: address() };
    const metadata = ['--set', 'client_name=A', '--set', 'grant_types=["client_credentials"]'];
    const first = await dcr(['register', ...metadata], { env, interruptWhen });
    expect([first.code, first.stdout]).toEqual([130, '']);
    const second = await dcr(['register', ...metadata], { env });
    expect([second.code, second.stderr]).toEqual([0, '']);
    expect(second.stdout).toContain('is registered already');
    expect(server.clients()).toHaveLength(1);
    expect((await dcr(['delete'], { env })).code).toBe(0);
    expect((await dcr(['show'], { env })).code).toBe(4);
    await close();
  });
});
