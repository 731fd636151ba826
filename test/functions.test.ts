import { expect, test, vi } from 'vitest';
import {
  deleteClient,
  discoverServer,
  findIssuer,
  readClient,
  registerClient,
  updateClient,
} from '../src/index.js';

// What a page sees whose network stands still.
vi.mock('../src/functions/requests.js', () => new Promise(() => undefined));

const ISSUER = 'https://as.example';
const registration = {
  client_id: 'c1',
  registration_client_uri: `${ISSUER}/c1`,
  registration_access_token: 'a-token',
};

test.each<[string, (options: { signal: AbortSignal }) => Promise<unknown>]>([
  ['discoverServer', (options) => discoverServer(ISSUER, options)],
  ['findIssuer', (options) => findIssuer('joe@as.example', options)],
  ['registerClient', (options) => registerClient({ issuer: ISSUER }, { client_name: 'App' }, options)],
  ['readClient', (options) => readClient(registration, options)],
  ['updateClient', (options) => updateClient(registration, { client_name: 'App' }, options)],
  ['deleteClient', (options) => deleteClient(registration, options)],
])('%s ends by its signal also while its part is still loading', async (_name, call) => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const ended = expect(call({ signal: controller.signal })).rejects.toBe(reason);
  controller.abort(reason);
  await ended;
});
