import { createDcrAdmin, type DcrAdminOptions } from '../../src/admin.js';
import { memoryStore } from '../../src/index.js';
import { createTestServer, type TestServerOptions } from '../../src/testing/index.js';
import { virtualClock } from './virtual-clock.js';

/** One server, one store, and as many operators on them as a test wants. */
export function operators(serverOptions: TestServerOptions = {}) {
  const clock = virtualClock();
  const server = createTestServer({ now: clock.now, sleep: clock.sleep, ...serverOptions });
  const store = memoryStore();
  const open = (options: Partial<DcrAdminOptions> = {}) =>
    createDcrAdmin({
      server: server.metadata(),
      store,
      clock,
      random: () => 0.5,
      fetch: (url, init) => server.fetch(url, init),
      ...options,
    } as DcrAdminOptions);
  const living = () => server.clients().filter(({ deletedAt }) => deletedAt === undefined);
  const posts = () => server.requests().filter(({ method }) => method === 'POST').length;
  return { clock, server, store, open, living, posts };
}
