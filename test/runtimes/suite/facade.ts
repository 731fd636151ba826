import {
  type Clock,
  createDcrClient,
  type DcrClientSettings,
  deleteClient,
  type RegistrationStore,
} from 'dcr-client';
import { equal, holds } from '../../../src/testing/expectations.js';
import { rawRead } from '../../interop/servers/raw.js';
import { failing } from '../../support/failing.js';
import type { Area, Check } from './check.js';
import { type Setting, seen } from './setting.js';

const METADATA = { client_name: 'By itself', redirect_uris: ['https://app.example/cb'] };

/** Two minutes later, when a client is no longer too young to be missed. */
const later: Clock = {
  now: () => Date.now() + 120_000,
  monotonic: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** An app that registers itself and keeps its registration in `open`'s store, from start to end. */
export function facadeChecks({ servers }: Setting, area: Area, open: () => RegistrationStore): Check[] {
  const { issuer, odd } = servers;
  /** Starts an app; apps of one name share a registration, as those do that are started again. */
  const app = (name: string, more: Partial<DcrClientSettings> & { issuer?: string } = {}) =>
    createDcrClient({ issuer, metadata: METADATA, store: open(), name, ...more });
  const checks: [string, (name: string) => Promise<void>][] = [
    [
      'the second start makes no request',
      async (name) => {
        const first = await app(name).ensureRegistered();
        const offline = () => Promise.reject(new Error('asked'));
        equal(await app(name, { fetch: offline }).ensureRegistered(), first);
      },
    ],
    [
      'ten starts at once make one client',
      async (name) => {
        const before = await seen(servers);
        const apps = Array.from({ length: 10 }, () => app(name));
        const all = await Promise.all(apps.map((each) => each.ensureRegistered()));
        equal(new Set(all.map(({ client_id }) => client_id)).size, 1);
        equal((await seen(servers)).created - before.created, 1);
      },
    ],
    [
      'a patch is at the server, and the token that came with it is kept',
      async (name) => {
        await app(name).ensureRegistered();
        for (const client_name of ['One', 'Two', 'Three']) {
          const patched = await app(name).patch({ client_name });
          equal((await rawRead(patched)).body.client_name, client_name);
        }
        equal((await app(name).read()).client_name, 'Three');
      },
    ],
    [
      'credentials are renewed, and the old ones are dead',
      async (name) => {
        const old = await app(name).ensureRegistered();
        const renewal = await app(name).renewCredentials();
        equal(renewal.registration_access_token, 'update');
        equal([(await rawRead(old)).status, (await rawRead(renewal.information)).status], [401, 200]);
      },
    ],
    [
      'a client that the server has lost is replaced once',
      async (name) => {
        const lost = await app(name).ensureRegistered();
        await deleteClient(lost);
        const report = () =>
          app(name, { clock: later }).reportRejected(lost, { status: 401, error: 'invalid_client' });
        const [one, two] = await Promise.all([report(), report()]);
        equal(one.registration.client_id, two.registration.client_id);
        holds(one.registration.client_id !== lost.client_id, 'expected another client');
        equal((await rawRead(one.registration)).status, 200);
      },
    ],
    [
      'after deletion nothing is left at the server',
      async (name) => {
        const before = await seen(servers);
        const made = await app(name).ensureRegistered();
        await app(name).delete();
        equal([(await app(name).status()).state, (await rawRead(made)).status], ['deleted', 401]);
        equal((await seen(servers)).left - before.left, 0);
        equal((await failing(app(name).read())).code, 'not-registered');
      },
    ],
    [
      'a lost answer is listed, since it may have made a client',
      async (name) => {
        const server = { issuer: odd, registration_endpoint: `${odd}/cut` };
        const cut = createDcrClient({ server, metadata: METADATA, store: open(), name });
        equal((await failing(cut.ensureRegistered())).code, 'network');
        equal((await cut.status()).suspectedOrphans.length, 1);
      },
    ],
    [
      'who is told to come back later does so by itself',
      async (name) => {
        const server = { issuer: odd, registration_endpoint: `${odd}/busy/${name}` };
        const busy = createDcrClient({ server, metadata: METADATA, store: open(), name });
        equal((await busy.ensureRegistered()).client_id, 'arrived');
      },
    ],
    [
      'a timer that renews, and is never ended, keeps nothing alive',
      async (name) => {
        await app(name).ensureRegistered();
        app(name).startRenewal();
      },
    ],
  ];
  return checks.map(([name, run], index) => ({ area, name, run: () => run(`${area}-${index}`) }));
}
