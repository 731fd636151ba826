import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type ClientInformation,
  type ClientMetadata,
  type FetchLike,
  type Registration,
  registerClient,
  type ServerMetadata,
  withExtensions,
} from '../../src/index.js';

// What must not compile is in test/types/.

const server: ServerMetadata = {
  issuer: 'https://as.example',
  registration_endpoint: 'https://as.example/register',
};
const answer: FetchLike = async () => Response.json({ client_id: 'c1', client_name: 'App' }, { status: 201 });
// What compiles is looked at here, not what a server would take.
const options = { fetch: answer, validation: { mode: 'off' } } as const;
const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] } as const;

describe('metadata written in a call', () => {
  test('registered members with known values compile', async () => {
    await registerClient(
      server,
      {
        client_name: 'App',
        redirect_uris: ['https://app.example/cb'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'ES256',
      },
      options,
    );
    await registerClient(server, { token_endpoint_auth_method: 'urn:example:method' }, options);
    await registerClient(
      server,
      { 'client_name#de': 'Beispiel', 'logo_uri#de-CH': 'https://app.example/logo' },
      options,
    );
    await registerClient(server, { token_endpoint_auth_method: 'private_key_jwt', jwks }, options);
    await registerClient(
      server,
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://app.example/jwks' },
      options,
    );
    const variable: ClientMetadata = { client_name: 'App' };
    await registerClient(server, variable, options);
    const fixed = { redirect_uris: ['https://app.example/cb'], grant_types: ['authorization_code'] } as const;
    await registerClient(server, fixed, options);
    const parsed = JSON.parse('{"client_name":"App"}') as ClientMetadata;
    await registerClient(server, parsed, options);
    await registerClient(server, { ...variable, grant_types: ['urn:example:grant'] }, options);
    await registerClient(
      server,
      withExtensions<{ vendor_flag: boolean }>({ client_name: 'App', vendor_flag: true }),
      options,
    );
  });

  test('withExtensions gives back what it is given', () => {
    const metadata = { client_name: 'App', vendor_flag: true };
    expect(withExtensions<{ vendor_flag: boolean }>(metadata)).toBe(metadata);
  });
});

describe('what is answered', () => {
  test('known members have their types, unknown ones are unknown', () => {
    expectTypeOf<ClientInformation['client_id']>().toEqualTypeOf<string>();
    expectTypeOf<ClientInformation['client_secret_expires_at']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<ClientInformation['redirect_uris']>().toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf<ClientInformation['vendor_flag']>().toEqualTypeOf<unknown>();
    expectTypeOf<'tomorrow'>().toExtend<ClientInformation['id_token_signed_response_alg']>();
    expectTypeOf<ClientInformation['client_name#de']>().toExtend<string | undefined>();
    expectTypeOf<ClientInformation>().toExtend<Registration>();
    expectTypeOf<ServerMetadata['grant_types_supported']>().toExtend<readonly string[] | undefined>();
    expectTypeOf<readonly string[]>().toExtend<ServerMetadata['grant_types_supported']>();
    expectTypeOf<ServerMetadata['vendor_flag']>().toEqualTypeOf<unknown>();
    expectTypeOf<ServerMetadata['issuer']>().toEqualTypeOf<string>();
    expectTypeOf<ServerMetadata['registration_endpoint']>().toEqualTypeOf<string | undefined>();
  });

  test('known values are open: a server may answer new ones', () => {
    const information: ClientInformation = {
      client_id: 'c1',
      token_endpoint_auth_method: 'method_of_tomorrow',
    };
    expect(information.token_endpoint_auth_method).toBe('method_of_tomorrow');
  });

  test('an answer is plain JSON; the untouched one and the warnings are beside it', async () => {
    const information = await registerClient(server, { client_name: 'App' }, options);
    expect(Object.keys(information)).not.toContain('rawAnswer');
    expect(JSON.parse(JSON.stringify(information))).toEqual({ ...information });
    expect(information.rawAnswer).toEqual({ client_id: 'c1', client_name: 'App' });
    expect(information.warnings).toEqual([]);
  });
});
