import { DcrError, type RegistrationStore } from '../index.js';
import { fileStore } from '../stores/file.js';
import { postgresStore } from '../stores/postgres.js';
import { redisStore } from '../stores/redis.js';
import { withoutSecrets } from './mask.js';
import { passwordsIn, type StoreAddress, storeAddress } from './store-address.js';
import type { Surroundings } from './surroundings.js';

export interface OpenStore {
  readonly store: RegistrationStore;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5000;

/** Opens what `--store` names. The drivers are the user's own, and loaded when an address asks for one. */
export async function openStore(around: Surroundings, given: string | undefined): Promise<OpenStore> {
  const address = storeAddress(given, around);
  if (address.kind === 'files')
    return { store: fileStore({ directory: address.directory }), close: async () => {} };
  for (const password of passwordsIn(address.url)) around.secrets.add(password);
  try {
    return address.kind === 'redis' ? await openRedis(address.url) : await openPostgres(address.url);
  } catch (error) {
    throw notOpened(address, around.secrets, error);
  }
}

/** The connection keeps the process alive only while something is asked: after Ctrl-C what has left is still saved. */
async function openRedis(url: string): Promise<OpenStore> {
  const { createClient } = await import('redis');
  const client = createClient({
    url,
    socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: false },
  });
  // Each call fails by itself; without a listener the process would end.
  client.on('error', () => {});
  await client.connect();
  client.unref();
  return { store: redisStore({ client }), close: () => client.close() };
}

async function openPostgres(connectionString: string): Promise<OpenStore> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    allowExitOnIdle: true,
  });
  pool.on('error', () => {});
  return { store: postgresStore({ pool, createTable: true }), close: () => pool.end() };
}

function notOpened(address: StoreAddress, secrets: Iterable<string>, error: unknown): DcrError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const driver = address.kind === 'redis' ? 'redis' : 'pg';
  if (code === 'ERR_MODULE_NOT_FOUND')
    return new DcrError(
      'store-failed',
      `This store needs the package ${driver}, which is not installed beside dcr-client: npm install ${driver}. Nothing was sent.`,
    );
  const why = withoutSecrets(error instanceof Error ? error.message || String(code) : String(error), secrets);
  return new DcrError(
    'store-failed',
    `The store at ${address.kind} cannot be opened: ${why}. Nothing was sent.`,
  );
}
