import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { deleteClient, type FetchLike, readClient, registerClient, updateClient } from '../src/index.js';
import { METADATA, setting } from './support/client.js';

const INITIAL = 'planted-initial-access-token';
const STATEMENT = 'eyPlanted.software.statement';

/** Everything that could end in a log: the error in every form, and what was told to listeners. */
function printed(...values: unknown[]): string {
  return values
    .flatMap((value) => [
      inspect(value, { depth: 12, showHidden: false }),
      String(value),
      JSON.stringify(value),
      value instanceof Error ? `${value.stack}\n${value.message}` : '',
    ])
    .join('\n');
}

const FAULTS: Record<string, (url: string, init: RequestInit) => Promise<Response>> = {
  'a refusal that echoes what was sent': async (_url, init) =>
    Response.json(
      {
        error: 'invalid_client_metadata',
        error_description: `no: ${JSON.stringify(init.headers)} ${init.body}`,
      },
      { status: 400 },
    ),
  'an HTML page that echoes what was sent': async (_url, init) =>
    new Response(`<html><title>${JSON.stringify(init.headers)} ${init.body}</title></html>`, {
      headers: { 'content-type': 'text/html' },
    }),
  'a redirect that carries what was sent': async (_url, init) =>
    new Response(null, {
      status: 302,
      headers: { location: `https://other.example/?t=${new Headers(init.headers).get('authorization')}` },
    }),
  'a fetch whose error holds the request': (url, init) =>
    Promise.reject(
      Object.assign(new Error(`failed: ${JSON.stringify(init)}`), {
        request: { url, init },
        cause: { init },
      }),
    ),
  'a refusal of the token': async (_url, init) =>
    new Response('', {
      status: 401,
      headers: {
        'www-authenticate': `Bearer error="invalid_token", error_description="${new Headers(init.headers).get('authorization')}"`,
      },
    }),
  'a server error in plain text': async (_url, init) =>
    new Response(`oops ${JSON.stringify(init)}`, { status: 500 }),
};

describe('no secret shows', () => {
  test.each(Object.entries(FAULTS))('after %s', async (_name, fault) => {
    const { server, start, warnings, changes } = setting();
    const registration = await registerClient(server.metadata(), METADATA, {
      fetch: (url, init) => server.fetch(url, init),
    });
    const dcr = start({ name: 'broken' });
    await dcr.ensureRegistered();
    let broken = false;
    const fetch: FetchLike = (url, init) => (broken ? fault(url, init) : server.fetch(url, init));
    const failing = start({ name: 'failing', fetch, initialAccessToken: INITIAL });
    await failing.server();
    broken = true;
    const metadata = { ...METADATA, software_statement: STATEMENT } as const;
    const outcomes = await Promise.allSettled([
      registerClient(server.metadata(), metadata, { fetch, initialAccessToken: INITIAL }),
      readClient(registration, { fetch }),
      updateClient(registration, { ...registration, client_name: 'New' }, { fetch }),
      deleteClient(registration, { fetch }),
      failing.ensureRegistered(),
      start({ name: 'broken', fetch }).patch({ client_name: 'New' }),
      start({ name: 'broken', fetch }).renewCredentials(),
    ]);
    const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : undefined));
    expect(reasons.every((reason) => reason instanceof Error)).toBe(true);
    const text = printed(...reasons, warnings, changes, await dcr.status(), dcr, server);
    for (const secret of [
      INITIAL,
      STATEMENT,
      registration.client_secret,
      registration.registration_access_token,
      ...server.clients().flatMap((client) => [client.client_secret, client.registration_access_token]),
    ]) {
      expect(secret).toBeTypeOf('string');
      expect(text).not.toContain(secret);
    }
  });
});
