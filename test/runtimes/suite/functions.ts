import { deleteClient, discoverServer, readClient, registerClient, updateClient } from 'dcr-client';
import { equal, holds } from '../../../src/testing/expectations.js';
import { rawRead } from '../../interop/servers/raw.js';
import { failing } from '../../support/failing.js';
import type { Check } from './check.js';
import { type Setting, seen, type Via } from './setting.js';

const METADATA = { client_name: 'By functions', redirect_uris: ['https://app.example/cb'] };

/** The five functions, and what the server holds after each. */
export function functionChecks({ servers }: Setting, { area, options }: Via): Check[] {
  const { issuer } = servers;
  const register = async (more: object = {}) =>
    registerClient(await discoverServer(issuer, options), { ...METADATA, ...more }, options);
  const checks: [string, () => Promise<void>][] = [
    [
      'discovery finds the endpoints of the server',
      async () => {
        const server = await discoverServer(issuer, options);
        equal(
          [server.issuer, server.registration_endpoint, server.token_endpoint],
          [issuer, `${issuer}/reg`, `${issuer}/token`],
        );
      },
    ],
    [
      'what was registered is there, with credentials, and is read again',
      async () => {
        const made = await register();
        const { status, body } = await rawRead(made);
        equal([status, body.client_id, body.client_name], [200, made.client_id, METADATA.client_name]);
      },
    ],
    [
      'a whole life: each answer carries the token for the next call',
      async () => {
        const before = await seen(servers);
        const made = await register();
        const read = await readClient(made, options);
        equal([read.client_id, read.client_secret], [made.client_id, made.client_secret]);
        const updated = await updateClient(read, { ...read, client_name: 'Renamed' }, options);
        equal(updated.client_name, 'Renamed');
        holds(
          updated.registration_access_token !== made.registration_access_token,
          'expected the token to have been rotated',
        );
        await deleteClient(updated, options);
        equal((await failing(readClient(updated, options))).code, 'token-refused');
        const after = await seen(servers);
        equal([after.created - before.created, after.left - before.left], [1, 0]);
      },
    ],
    [
      'names in any script arrive as they were sent',
      async () => {
        const client_name = 'Zürich 東京 \u{1f511} "\\\u2028';
        const made = await register({ client_name });
        equal(made.client_name, client_name);
        equal((await rawRead(made)).body.client_name, client_name);
        equal((await readClient(made, options)).client_name, client_name);
      },
    ],
  ];
  return checks.map(([name, run]) => ({ area, name, run }));
}
