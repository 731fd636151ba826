import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../integration/services/postgres.js';
import { startRedis } from '../integration/services/redis.js';
import type { Place } from './launch.js';

/** A place for records, and what it takes to end it. */
export interface OpenPlace {
  readonly place: Place;
  end(): Promise<void>;
}

const OPENERS: Readonly<Record<Place['kind'], () => Promise<OpenPlace>>> = {
  files: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'dcr-client-test-'));
    const end = () => rm(directory, { recursive: true, force: true });
    return { place: { kind: 'files', directory }, end };
  },
  redis: async () => {
    const { url, end } = await startRedis();
    return { place: { kind: 'redis', url }, end };
  },
  postgres: async () => {
    const { url, end } = await startPostgres();
    return { place: { kind: 'postgres', url }, end };
  },
};

export const KINDS = Object.keys(OPENERS) as Place['kind'][];

/** A new directory, or a server with nothing in it. */
export function openPlace(kind: Place['kind']): Promise<OpenPlace> {
  return OPENERS[kind]();
}
