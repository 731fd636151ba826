import ts from 'typescript';
import { afterEach, expect, test, vi } from 'vitest';
import { createDcrAdmin } from '../../src/admin.js';
import { DcrError, memoryStore, readClient, type ServerProfile } from '../../src/index.js';
import { blocks } from '../docs/pages.js';
import { failing } from '../support/failing.js';

const ENDPOINT = 'https://acme.okta.com/oauth2/v1/clients';

/** What Okta's pages say of its interface: an administrator's SSWS token, and neither a client's own token nor an address. */
function okta() {
  const clients = new Map<string, object>();
  const seen: string[] = [];
  const fetch = async (
    url: string,
    { method = 'GET', headers = {}, body }: RequestInit,
  ): Promise<Response> => {
    seen.push(`${method} ${url}`);
    if (new Headers(headers).get('authorization') !== 'SSWS planted')
      return Response.json(
        { errorCode: 'E0000011', errorSummary: 'Invalid token provided' },
        { status: 401 },
      );
    const id = decodeURIComponent(url.slice(ENDPOINT.length + 1));
    if (method === 'POST' || method === 'PUT') {
      const client_id = id === '' ? `0oa${clients.size}` : id;
      const asked = JSON.parse(String(body));
      clients.set(client_id, {
        ...asked,
        client_id,
        client_secret: 'issued',
        client_uri: null,
        logo_uri: null,
      });
      return Response.json(clients.get(client_id), { status: method === 'POST' ? 201 : 200 });
    }
    const client = clients.get(id);
    if (client === undefined) return Response.json({ errorCode: 'E0000007' }, { status: 404 });
    if (method === 'DELETE') clients.delete(id);
    return method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json(client);
  };
  return { fetch, clients, seen };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

test("auth is enough for an operator of Okta's clients", async () => {
  const { fetch, clients } = okta();
  const server = { issuer: 'https://acme.okta.com', registration_endpoint: ENDPOINT };
  const admin = createDcrAdmin({ server, auth: 'SSWS planted', store: memoryStore(), fetch });
  const wish = (client_name: string) => [
    { name: 'batch', metadata: { client_name, grant_types: ['client_credentials'] as const } },
  ];
  expect(await admin.apply(await admin.plan(wish('Batch')))).toMatchObject({ created: 1, open: [] });
  expect((await admin.plan(wish('Batch'))).steps).toMatchObject([{ action: 'unchanged' }]);
  expect(await admin.apply(await admin.plan(wish('Batch 2')))).toMatchObject({ updated: 1, open: [] });
  expect([...clients.values()]).toMatchObject([{ client_name: 'Batch 2' }]);
  expect(await admin.apply(await admin.plan([], { prune: true }))).toMatchObject({ deleted: 1, open: [] });
  expect(clients.size).toBe(0);
});

test('the profile of docs/profiles.md reads a client, and sends its credential nowhere else', async () => {
  const [block] = (await blocks()).filter(
    ({ page, code }) => page === 'docs/profiles.md' && code.includes('SSWS'),
  );
  if (block === undefined) throw new Error('no block');
  const body = block.code
    .replace(/^import .*$/m, '')
    .replace(/console\.log\(await (.*)\);/, 'const read = await $1;');
  const script = ts.transpile(`async () => {${body}\nreturn { okta, read };}`, {
    target: ts.ScriptTarget.ES2022,
  });
  const { fetch, clients, seen } = okta();
  clients.set('0oa1gjh63g214q0Hq0g4', { client_id: '0oa1gjh63g214q0Hq0g4', client_name: 'Theirs' });
  vi.stubGlobal('fetch', fetch);
  vi.stubEnv('OKTA_TOKEN', 'planted');
  const run = new Function('DcrError', 'readClient', `return (${script.trim().replace(/;$/, '')})()`);
  const { okta: profile, read }: { okta: ServerProfile; read: object } = await run(DcrError, readClient);
  expect(read).toMatchObject({ client_name: 'Theirs' });
  const elsewhere = { client_id: 'a', registration_client_uri: 'https://evil.example/a' };
  expect(await failing(readClient(elsewhere, { profile }))).toMatchObject({ code: 'url-refused' });
  expect(seen).toEqual([`GET ${ENDPOINT}/0oa1gjh63g214q0Hq0g4`]);
});
