import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { create, type Members, serverOf, update, VERSIONS } from './raw-client.js';

/**
 * The document of the interface and the stand-in were written apart from the same sources: where they say the same,
 * it is less likely that one of them was misread.
 */
interface Field {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly 'x-since': string;
  readonly 'x-until'?: string;
  readonly 'x-when-absent'?: 'kept' | 'reset' | 'ignored';
}

const text = await readFile(
  fileURLToPath(new URL('../../../openapi/wso2-dcr.yaml', import.meta.url)),
  'utf8',
);
const { components } = parse(text);
const fields = (schema: string): Readonly<Record<string, Field>> => components.schemas[schema].properties;

/** Releases in their order; `master` is what the document calls 7.4. */
const RELEASES = ['5.7', '5.10', '5.11', '6.0', '7.0', '7.1', '7.3', 'master'];
const rank = (release: string): number => RELEASES.indexOf(release === '7.4' ? 'master' : release);

const namesAt = (schema: string, version: string): string[] =>
  Object.entries(fields(schema)).flatMap(([name, field]) =>
    rank(field['x-since']) <= rank(version) && rank(version) <= rank(field['x-until'] ?? 'master')
      ? [name]
      : [],
  );

const everyName = [
  ...new Set([...Object.keys(fields('RegistrationRequest')), ...Object.keys(fields('UpdateRequest'))]),
];

/** A server that says of each member whether it knows it. */
const strict = (version: (typeof VERSIONS)[number]) =>
  serverOf(version, { behaviour: { unknownMembers: 'refused', nullMembers: true } });

const isUnknown = ({ body }: { readonly body: Members }): boolean =>
  String(body.error_description).startsWith('Unrecognized field');

describe.each(VERSIONS)('the document and the stand-in agree at %s', (version) => {
  test('about the members of a registration', async () => {
    const known: string[] = [];
    for (const name of everyName) {
      if (!isUnknown(await create(strict(version), { [name]: null }))) known.push(name);
    }
    expect(known.sort()).toEqual(namesAt('RegistrationRequest', version).sort());
  });

  test('about the members of an update', async () => {
    const server = strict(version);
    const { body } = await create(server, { client_name: 'a' });
    const known: string[] = [];
    for (const name of everyName) {
      if (!isUnknown(await update(server, body.client_id, { [name]: null }))) known.push(name);
    }
    expect(known.sort()).toEqual(namesAt('UpdateRequest', version).sort());
  });

  test('about the members of an answer', async () => {
    const { body } = await create(strict(version), { client_name: 'a' });
    expect(Object.keys(body).sort()).toEqual(namesAt('Application', version).sort());
  });

  test('about what becomes of a member that an update leaves out', async () => {
    const asked = samples(version);
    const server = strict(version);
    const { body } = await create(server, asked);
    // What cannot be asked for at first comes by an update.
    const later: Members = namesAt('UpdateRequest', version).includes('ext_application_version')
      ? { ext_application_version: 'v1' }
      : {};
    const { client_name, token_endpoint_allow_reuse_pvt_key_jwt } = asked;
    const reuse = { token_endpoint_allow_reuse_pvt_key_jwt };
    const first = version === '5.11' || version === '7.0' ? { client_name } : { client_name, ...reuse };
    const full: Members = { ...asked, ...later };
    for (const name of Object.keys(full)) {
      if (!namesAt('UpdateRequest', version).includes(name)) delete full[name];
    }
    await update(server, body.client_id, full);
    const before = heldOf(server.client(String(body.client_id)));
    const { status } = await update(server, body.client_id, { ...first });
    expect(status).toBe(200);
    const after = heldOf(server.client(String(body.client_id)));
    for (const name of namesAt('UpdateRequest', version)) {
      const absent = fields('UpdateRequest')[name]?.['x-when-absent'];
      // It is sent in both, since the update would be refused without it.
      if (name === 'token_endpoint_allow_reuse_pvt_key_jwt' || before[name] === undefined) continue;
      if (absent === 'kept') expect([name, after[name]]).toEqual([name, before[name]]);
      if (absent === 'reset') expect([name, after[name] ?? false]).toEqual([name, false]);
    }
    expect(Object.keys(before).length).toBeGreaterThan(version === '5.11' ? 5 : 30);
  });
});

function heldOf(application: object | undefined): Members {
  const { members, callback, owner, ...rest } = { members: {}, callback: '', owner: '', ...application };
  return { ...rest, ...members, redirect_uris: callback, ext_application_owner: owner };
}

/** Something for every member that a registration may have at once. */
function samples(version: string): Members {
  const values: Members = {
    client_name: 'sample',
    grant_types: ['password'],
    redirect_uris: ['https://app.example/cb'],
    subject_type: 'pairwise',
    sector_identifier_uri: 'https://app.example/sector',
    token_endpoint_auth_method: version === '7.0' ? 'client_secret_post' : 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'PS256',
    id_token_signed_response_alg: 'PS256',
    id_token_encrypted_response_alg: 'RSA-OAEP',
    id_token_encrypted_response_enc: 'A128GCM',
    request_object_signing_alg: 'PS256',
    request_object_encryption_alg: 'RSA-OAEP',
    request_object_encryption_enc: 'A128GCM',
    ext_allowed_audience: 'organization',
    ext_token_type: 'JWT',
    software_statement: [btoa('{"alg":"PS256"}'), btoa('{}'), 'x'].join('.').replaceAll('=', ''),
    ext_application_owner: 'admin',
    backchannel_logout_uri: 'https://app.example/back',
    frontchannel_logout_uri: 'https://app.example/front',
  };
  const left = [
    'ext_param_sp_template',
    'ext_param_client_id',
    'ext_param_client_secret',
    'token_type_extension',
  ];
  return Object.fromEntries(
    namesAt('RegistrationRequest', version).flatMap((name) => {
      if (left.includes(name)) return [];
      const { type } = fields('RegistrationRequest')[name] ?? {};
      const byType = { boolean: true, array: ['https://app.example'], integer: 4_000_000_000 };
      const value =
        values[name] ??
        (type === 'string' || type === undefined ? 'text' : byType[type as keyof typeof byType]);
      return [[name, value]];
    }),
  );
}
