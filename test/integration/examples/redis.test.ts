import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { runExample } from '../../support/run-example.js';
import { startRedis } from '../services/redis.js';

const { REDIS_URL: _, ...env } = process.env;
const runRedis = (more: NodeJS.ProcessEnv = {}) => runExample('redis.ts', { ...env, ...more });

test('three processes share one registration, with a Redis that the example starts', async () => {
  const told = await runRedis();
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
  expect(await runRedis({ REDIS_URL: redis.url })).toContain('four processes, one client');
  expect(await admin.keys('*')).toEqual(['of somebody else']);
}, 120_000);
