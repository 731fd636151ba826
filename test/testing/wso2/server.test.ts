import { setupServer } from 'msw/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWso2TestServer, wso2Behaviours } from '../../../src/testing/index.js';
import { testServerHandlers } from '../../../src/testing/msw.js';
import { ADMIN, create, MACHINE, read, send, serverOf, token, VERSIONS } from './raw-client.js';

describe('a stand-in for WSO2', () => {
  test('knows what it holds, and what was asked', async () => {
    let count = 0;
    const server = serverOf('7.1', {
      now: () => 1_700_000_000_000,
      random: () => {
        count += 1;
        return `r${count}`;
      },
    });
    const { body } = await create(server, {
      ...MACHINE,
      redirect_uris: ['https://a.example', 'https://b.example?x'],
      ext_param_client_id: 'chosen_client_id',
      ext_param_client_secret: 'chosen-secret',
    });
    expect(server.clients()).toMatchObject([
      {
        tenant: 'carbon.super',
        client_id: 'chosen_client_id',
        client_secret: 'chosen-secret',
        secretExpiresAt: 0,
        client_name: 'machine',
        callback: 'regexp=(https://a.example|https://b.example\\?x)',
        grant_types: ['client_credentials'],
        owner: 'admin@carbon.super',
        createdAt: 1_700_000_000_000,
      },
    ]);
    await token(server, { grant_type: 'client_credentials' }, { client: body });
    await send(server, `https://wso2.example.test/${server.issueToken()}`);
    expect(server.requests()).toMatchObject([
      { method: 'POST', authorization: 'basic', status: 201, at: 1_700_000_000_000 },
      { method: 'POST', authorization: 'basic', status: 200 },
      { method: 'GET', authorization: 'none', status: 404 },
    ]);
    expect(JSON.stringify(server.requests())).not.toMatch(/chosen-secret|access-r/);
  });

  test('logs a Basic header that nobody can decode as what it is', async () => {
    const server = serverOf('7.1');
    const url = 'https://wso2.example.test/api/identity/oauth2/dcr/v1.1/register/a';
    await server.fetch(url, { headers: { authorization: 'Basic %%%' } });
    expect(server.requests()).toMatchObject([{ authorization: 'basic', status: 401 }]);
  });

  test('hides a secret that it refused, and that of the management application', async () => {
    const server = serverOf('7.1');
    await create(server, { client_name: 'a b', ext_param_client_secret: 'chosen-secret' });
    await token(server, { grant_type: 'client_credentials', x: 'management-secret' });
    expect(JSON.stringify(server.requests())).not.toMatch(/chosen-secret|management-secret/);
  });

  test('misbehaves on demand', async () => {
    const server = serverOf('7.3');
    server.loseNextAnswer({ method: 'POST' });
    await expect(create(server, MACHINE)).rejects.toBeInstanceOf(TypeError);
    expect(server.clients()).toHaveLength(1);
    server.failNext({ status: 503 });
    expect((await create(server, MACHINE)).status).toBe(503);
    expect((await create(server, MACHINE)).status).toBe(400);
  });

  test('forgets a client', async () => {
    const server = serverOf('7.3');
    const { body } = await create(server, MACHINE);
    expect([server.forget(String(body.client_id)), server.forget('nobody')]).toEqual([true, false]);
    expect((await read(server, body.client_id)).status).toBe(401);
    expect((await create(server, MACHINE)).status).toBe(201);
  });

  test('tells a client from an earlier one of the same id', async () => {
    const server = serverOf('7.3');
    const chosen = { ...MACHINE, ext_param_client_id: 'chosen_client_id' };
    await create(server, chosen);
    await send(server, `${server.registrationEndpoint()}/chosen_client_id`, {
      method: 'DELETE',
      headers: { authorization: ADMIN },
    });
    await create(server, chosen);
    expect(server.clients()).toHaveLength(2);
    expect(server.client('chosen_client_id')).not.toHaveProperty('deletedAt');
  });

  test('answers at its own origin alone', async () => {
    const server = serverOf('7.3');
    expect(server.origins()).toEqual(['https://wso2.example.test']);
    expect((await send(server, 'https://other.example/oauth2/token')).status).toBe(404);
    expect((await send(server, 'https://wso2.example.test/oauth2/jwks')).body).toEqual({ keys: [] });
  });

  test('goes behind the global fetch', async () => {
    const server = createWso2TestServer({ baseUrl: 'https://api.asgardeo.io' });
    const network = setupServer(...testServerHandlers(server));
    network.listen({ onUnhandledRequest: 'error' });
    onTestFinished(() => network.close());
    const response = await fetch(server.registrationEndpoint(), {
      method: 'POST',
      headers: { authorization: ADMIN, 'content-type': 'application/json' },
      body: JSON.stringify(MACHINE),
    });
    expect(response.status).toBe(201);
    expect(server.clients()).toHaveLength(1);
  });
});

describe('the options', () => {
  test('have a version that is released, unless another is asked for', () => {
    expect(createWso2TestServer().behaviour).toEqual(wso2Behaviours['7.3']);
    for (const version of VERSIONS) {
      expect(createWso2TestServer({ version }).behaviour).toEqual(wso2Behaviours[version]);
    }
  });

  test.each<[unknown, RegExp]>([
    [{ versoin: '7.1' }, /no option "versoin"/],
    [{ version: '6.2' }, /no version "6.2".*5\.11, 7\.0/],
    [{ behaviour: { nulls: true } }, /no behaviour "nulls"/],
    [{ tenants: { a: { authenticationRequired: false } } }, /65022/],
    [{ tenants: { a: { organizations: ['not a uuid'] } } }, /UUID/],
    [{ version: '7.0', tenants: { a: { organizations: ['ffff'] } } }, /7\.1/],
    [{ version: '5.11', tenants: { a: { mandateSoftwareStatement: true } } }, /7\.1/],
    [{ baseUrl: 'nowhere' }, /Invalid URL/],
  ])('that make no sense are refused: %j', (options, words) => {
    expect(() => Reflect.apply(createWso2TestServer, undefined, [options])).toThrow(words);
  });

  test('can widen what names and ids may be', async () => {
    const server = serverOf('7.3', { clientNamePattern: '[\\w ]+', clientIdPattern: '.+' });
    const { body } = await create(server, { client_name: 'My App', ext_param_client_id: 'short' });
    expect(body).toMatchObject({ client_name: 'My App', client_id: 'short' });
  });
});
