import { type FetchLike, readClient, registerClient } from 'dcr-client';
import { wso2 } from 'dcr-client/wso2';
import { describe, expect, test } from 'vitest';
import { APPLICATION, BASE, worldOf } from './world.js';

const METADATA = { client_name: 'batch', grant_types: ['client_credentials'] } as const;

/** A credential that never comes. */
const hanging = () =>
  wso2({ baseUrl: BASE, credentials: { accessToken: () => new Promise(() => undefined) } });

describe('the credential of an administrator', () => {
  test.each(['no address', 'http://wso2.example.test/api/identity/oauth2/dcr/v1.1/register/c1'])(
    'is not even fetched for %s',
    async (registration_client_uri) => {
      const here = worldOf('7.3');
      const options = here.using(here.profileWith({ credentials: APPLICATION }));
      const read = readClient({ client_id: 'c1', registration_client_uri }, options);
      await expect(read).rejects.toMatchObject({ code: 'insecure-url' });
      expect(here.server.requests()).toEqual([]);
    },
  );

  test('that does not come ends with the limit of the request', async () => {
    const call = readClient({ client_id: 'c1' }, { profile: hanging(), timeoutMs: 20 });
    await expect(call).rejects.toMatchObject({ code: 'credential-failed' });
  });

  test('that does not come ends with the signal of the caller, and its reason', async () => {
    const controller = new AbortController();
    const call = readClient({ client_id: 'c1' }, { profile: hanging(), signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  test('is shared by who asks at once, and the one who leaves takes it from nobody', async () => {
    const here = worldOf('7.3');
    const { options } = here;
    const made = await registerClient(await here.discover(), METADATA, options);
    const profile = here.profileWith({ credentials: APPLICATION });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let tokens = 0;
    const fetch: FetchLike = async (url, init) => {
      if (url.endsWith('/oauth2/token')) {
        tokens += 1;
        await held;
      }
      init.signal?.throwIfAborted();
      return here.server.fetch(url, init);
    };
    const controller = new AbortController();
    const first = readClient(made, { profile, fetch, signal: controller.signal });
    const second = readClient(made, { profile, fetch });
    const left = expect(first).rejects.toThrow('enough');
    controller.abort(new Error('enough'));
    await left;
    letGo();
    expect((await second).client_id).toBe(made.client_id);
    expect(tokens).toBe(1);
  });
});

test('a registration endpoint that is no address leads to no client', () => {
  const profile = wso2();
  expect(profile.nameAddress?.('a', 'no address')).toBeUndefined();
  expect(profile.configurationAddress?.('a', 'no address')).toBeUndefined();
});
