import {
  createDcrClient,
  type DcrChange,
  type DcrClientSettings,
  type DcrWarning,
  memoryStore,
} from '../../src/index.js';
import { createTestServer, type TestServerOptions } from '../../src/testing/index.js';
import { virtualClock } from './virtual-clock.js';

export const METADATA = {
  client_name: 'App',
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_basic',
} as const;

/** A test server, a store, a clock, and as many processes on them as a test wants. */
export function setting(serverOptions: TestServerOptions = {}) {
  const clock = virtualClock();
  const server = createTestServer({ now: clock.now, sleep: clock.sleep, ...serverOptions });
  const store = memoryStore();
  const changes: DcrChange[] = [];
  const warnings: DcrWarning[] = [];
  const start = (options: Partial<DcrClientSettings> = {}) =>
    createDcrClient({
      issuer: server.issuer,
      metadata: METADATA,
      store,
      clock,
      random: () => 0.5,
      fetch: (url, init) => server.fetch(url, init),
      onChange: (change) => changes.push(change),
      onWarning: (warning) => warnings.push(warning),
      ...options,
    });
  const posts = () =>
    server.requests().filter(({ method, url }) => method === 'POST' && url.includes('regist')).length;
  const puts = () => server.requests().filter(({ method }) => method === 'PUT').length;
  const living = () => server.clients().filter(({ deletedAt }) => deletedAt === undefined);
  return { clock, server, store, changes, warnings, start, posts, puts, living };
}
