import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '../services/redis.js';

const cwd = fileURLToPath(new URL('../../..', import.meta.url));
const { REDIS_URL: _, ...env } = process.env;

async function runExample(more: NodeJS.ProcessEnv = {}): Promise<string> {
  const command = ['--import', 'tsx', 'examples/redis.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd, env: { ...env, ...more } });
  return stdout;
}

test('three processes share one registration, with a Redis that the example starts', async () => {
  const told = await runExample();
  expect(told).toContain('four processes, one client');
  expect(told).toMatch(/registrations\s+1\n/);
}, 120_000);

test('with a Redis that is there already, whose keys are left as they were', async () => {
  const redis = await startRedis();
  const admin = new Redis(redis.url);
  onTestFinished(async () => {
    admin.disconnect();
    await redis.end();
  });
  await admin.set('of somebody else', 'kept');
  expect(await runExample({ REDIS_URL: redis.url })).toContain('four processes, one client');
  expect(await admin.keys('*')).toEqual(['of somebody else']);
}, 120_000);
