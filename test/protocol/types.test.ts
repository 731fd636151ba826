import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type ClientInformation,
  type ClientMetadata,
  createDcrClient,
  type FetchLike,
  type MetadataChanges,
  memoryStore,
  type Registration,
  registerClient,
  type ServerMetadata,
  updateClient,
  withExtensions,
} from '../../src/index.js';

// What must not compile is checked by `npm run types`: an unused @ts-expect-error is an error itself.

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

  test('withExtensions gives back what it is given, and still checks the members it knows', () => {
    const metadata = { client_name: 'App', vendor_flag: true };
    expect(withExtensions<{ vendor_flag: boolean }>(metadata)).toBe(metadata);
    // @ts-expect-error no such method
    withExtensions<{ vendor_flag: boolean }>({ vendor_flag: true, token_endpoint_auth_method: 'bsic' });
    // @ts-expect-error the extension has another type
    withExtensions<{ vendor_flag: boolean }>({ vendor_flag: 'yes' });
  });

  test('a misspelt name, a wrong value or type, or a method without its keys does not', () => {
    const wrong = () => [
      // @ts-expect-error redirect_urls is redirect_uris misspelt
      registerClient(server, { redirect_urls: ['https://app.example/cb'] }, options),
      // @ts-expect-error no such method
      registerClient(server, { token_endpoint_auth_method: 'client_secret_bsic' }, options),
      // @ts-expect-error no such grant
      registerClient(server, { grant_types: ['authorisation_code'] }, options),
      // @ts-expect-error no such algorithm
      registerClient(server, { id_token_signed_response_alg: 'RS265' }, options),
      // @ts-expect-error no such algorithm in a list
      registerClient(server, { id_token_signing_alg_values_supported: ['RS265'] }, options),
      // @ts-expect-error none does not sign
      registerClient(server, { token_endpoint_auth_signing_alg: 'none' }, options),
      // @ts-expect-error a list is needed
      registerClient(server, { redirect_uris: 'https://app.example/cb' }, options),
      // @ts-expect-error a number is needed
      registerClient(server, { default_max_age: '3600' }, options),
      // @ts-expect-error private_key_jwt needs keys
      registerClient(server, { token_endpoint_auth_method: 'private_key_jwt' }, options),
      // @ts-expect-error the name before the tag is misspelt
      registerClient(server, { 'clientname#de': 'Beispiel' }, options),
      // @ts-expect-error scope has no languages
      registerClient(server, { 'scope#de': 'x' }, options),
      // @ts-expect-error members that nobody knows need withExtensions
      registerClient(server, { vendor_flag: true }, options),
      // @ts-expect-error credentials are not asked for
      registerClient(server, { client_secret: 's' }, options),
    ];
    expect(wrong).toBeTypeOf('function');
  });

  test('an update takes a whole registration with changes, and still finds misspellings in a literal', () => {
    const updates = (information: ClientInformation) => [
      updateClient(information, { ...information, client_name: 'New' }),
      updateClient(information, { client_name: 'New' }),
      // @ts-expect-error a misspelt member
      updateClient(information, { client_nam: 'New' }),
      // @ts-expect-error a wrong type
      updateClient(information, { redirect_uris: 7 }),
      // @ts-expect-error no such method
      updateClient(information, { token_endpoint_auth_method: 'client_secret_bsic' }),
      // @ts-expect-error private_key_jwt needs keys
      updateClient(information, { token_endpoint_auth_method: 'private_key_jwt' }),
    ];
    expect(updates).toBeTypeOf('function');
  });

  test('changes beside a whole registration are checked, too, and what was answered goes back as it came', () => {
    const updates = (information: ClientInformation, method: string) => [
      updateClient(information, information),
      updateClient(information, { ...information, 'client_name#de': 'Neu', grant_types: ['implicit'] }),
      updateClient(information, { ...information, token_endpoint_auth_method: method }),
      // @ts-expect-error a misspelt member
      updateClient(information, { ...information, client_nam: 'New' }),
      // @ts-expect-error scope has no languages
      updateClient(information, { ...information, 'scope#de': 'x' }),
      // @ts-expect-error no such method
      updateClient(information, { ...information, token_endpoint_auth_method: 'client_secret_bsic' }),
      // @ts-expect-error no such grant
      updateClient(information, { ...information, grant_types: ['authorisation_code'] }),
      // @ts-expect-error a list is needed
      updateClient(information, { ...information, redirect_uris: 'https://app.example/cb' }),
    ];
    expect(updates).toBeTypeOf('function');
  });

  test('the facade checks the same', () => {
    const issuer = 'https://as.example';
    const store = memoryStore();
    const facades = () => [
      createDcrClient({ issuer, store, metadata: { client_name: 'App' } }),
      // @ts-expect-error a misspelt member
      createDcrClient({ issuer, store, metadata: { client_nam: 'App' } }),
      // @ts-expect-error two targets
      createDcrClient({ issuer, account: 'joe@example.com', store, metadata: {} }),
      // @ts-expect-error no target
      createDcrClient({ store, metadata: {} }),
      // @ts-expect-error a misspelt option
      createDcrClient({ issuer, stor: store, metadata: {} }),
    ];
    expect(facades).toBeTypeOf('function');
  });

  test('a patch may remove any member', () => {
    const changes: MetadataChanges = { client_name: 'New', contacts: null, 'client_name#de': null };
    // @ts-expect-error a wrong type
    const wrong: MetadataChanges = { client_name: 7 };
    expect([changes, wrong]).toHaveLength(2);
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
