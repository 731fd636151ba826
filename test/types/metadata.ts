import {
  type ClientInformation,
  type ClientMetadata,
  compareMetadata,
  createDcrClient,
  type MetadataChanges,
  memoryStore,
  registerClient,
  type ServerMetadata,
  updateClient,
  validateMetadata,
  withExtensions,
} from 'dcr-client';

// What compiles and what must not, in a file that is never run: an unused @ts-expect-error is an error itself. It is
// compiled with the sources, and against the package as it is published by several versions of TypeScript.

declare const server: ServerMetadata;
declare const information: ClientInformation;
declare const text: string;
const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] } as const;
const issuer = 'https://as.example';
const store = memoryStore();

/** A member with a value that is known compiles, and a misspelt one does not. */
export const names = [
  () => registerClient(server, { client_name: 'App', redirect_uris: ['https://app.example/cb'] }),
  // @ts-expect-error redirect_urls is redirect_uris misspelt
  () => registerClient(server, { redirect_urls: ['https://app.example/cb'] }),
  // @ts-expect-error members that nobody knows need withExtensions
  () => registerClient(server, { vendor_flag: true }),
  // @ts-expect-error credentials are not asked for
  () => registerClient(server, { client_secret: 's' }),
  // @ts-expect-error ids are not asked for
  () => registerClient(server, { client_id: 'c1' }),
];

export const values = [
  () =>
    registerClient(server, {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    }),
  () => registerClient(server, { grant_types: ['urn:ietf:params:oauth:grant-type:device_code'] }),
  () => registerClient(server, { application_type: 'native', subject_type: 'pairwise' }),
  () =>
    registerClient(server, {
      id_token_signed_response_alg: 'ES256',
      userinfo_encrypted_response_enc: 'A256GCM',
    }),
  // @ts-expect-error no such method
  () => registerClient(server, { token_endpoint_auth_method: 'client_secret_bsic' }),
  // @ts-expect-error no such grant
  () => registerClient(server, { grant_types: ['authorisation_code'] }),
  // @ts-expect-error no such response type
  () => registerClient(server, { response_types: ['codes'] }),
  // @ts-expect-error no such type of application
  () => registerClient(server, { application_type: 'spa' }),
  // @ts-expect-error no such type of subject
  () => registerClient(server, { subject_type: 'private' }),
  // @ts-expect-error no such algorithm
  () => registerClient(server, { id_token_signed_response_alg: 'RS265' }),
  // @ts-expect-error no such algorithm in a list
  () => registerClient(server, { id_token_signing_alg_values_supported: ['RS265'] }),
  // @ts-expect-error no such key management
  () => registerClient(server, { id_token_encrypted_response_alg: 'RSA-OAP' }),
  // @ts-expect-error no such content encryption
  () => registerClient(server, { id_token_encrypted_response_enc: 'A256CGM' }),
  // @ts-expect-error none does not sign
  () => registerClient(server, { token_endpoint_auth_signing_alg: 'none' }),
  // @ts-expect-error no such delivery mode
  () => registerClient(server, { backchannel_token_delivery_mode: 'callback' }),
];

export const types = [
  // @ts-expect-error a list is needed
  () => registerClient(server, { redirect_uris: 'https://app.example/cb' }),
  // @ts-expect-error a text is needed
  () => registerClient(server, { scope: ['openid'] }),
  // @ts-expect-error a number is needed
  () => registerClient(server, { default_max_age: '3600' }),
  // @ts-expect-error true or false is needed
  () => registerClient(server, { require_auth_time: 'true' }),
  // @ts-expect-error an object with keys is needed
  () => registerClient(server, { jwks: '{"keys":[]}' }),
  // @ts-expect-error a list of keys is needed
  () => registerClient(server, { jwks: { keys: {} } }),
];

/** Values that may grow: absolute URIs where a specification allows them, anything in answers. */
export const openValues = [
  () => registerClient(server, { token_endpoint_auth_method: 'urn:example:method' }),
  () => registerClient(server, { grant_types: ['urn:example:grant'] }),
  (): ClientInformation => ({ client_id: 'c1', token_endpoint_auth_method: 'method_of_tomorrow' }),
  (): ServerMetadata => ({ issuer, grant_types_supported: ['grant_of_tomorrow'] }),
];

/** Languages, for the members that have them. */
export const languages = [
  () =>
    registerClient(server, { 'client_name#de': 'Beispiel', 'logo_uri#pt-BR': 'https://app.example/logo' }),
  () => registerClient(server, { 'keywords#de': ['Bericht'] }),
  // @ts-expect-error the name before the tag is misspelt
  () => registerClient(server, { 'clientname#de': 'Beispiel' }),
  // @ts-expect-error scope has no languages
  () => registerClient(server, { 'scope#de': 'x' }),
  // @ts-expect-error redirect URIs have no languages
  () => registerClient(server, { 'redirect_uris#de': ['https://app.example/cb'] }),
  // @ts-expect-error a text is needed in every language
  () => registerClient(server, { 'client_name#de': 7 }),
];

/** Members that no registry knows. */
export const extensions = [
  () =>
    registerClient(
      server,
      withExtensions<{ vendor_flag: boolean }>({ client_name: 'App', vendor_flag: true }),
    ),
  // @ts-expect-error the extension has another type
  () => withExtensions<{ vendor_flag: boolean }>({ vendor_flag: 'yes' }),
  // @ts-expect-error known members are checked beside it
  () => withExtensions<{ vendor_flag: boolean }>({ vendor_flag: true, token_endpoint_auth_method: 'bsic' }),
];

/** Methods of authentication, and what the server needs for them. */
export const companions = [
  () => registerClient(server, { token_endpoint_auth_method: 'private_key_jwt', jwks }),
  () =>
    registerClient(server, {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://app.example/jwks',
    }),
  () => registerClient(server, { token_endpoint_auth_method: 'private_key_jwt', software_statement: text }),
  () =>
    registerClient(server, {
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_san_dns: 'app.example',
    }),
  () => registerClient(server, { token_endpoint_auth_method: 'client_secret_post' }),
  () => registerClient(server, { token_endpoint_auth_method: 'none' }),
  // @ts-expect-error private_key_jwt needs keys
  () => registerClient(server, { token_endpoint_auth_method: 'private_key_jwt' }),
  // @ts-expect-error a self-signed certificate needs keys
  () => registerClient(server, { token_endpoint_auth_method: 'self_signed_tls_client_auth' }),
  // @ts-expect-error a certificate needs a subject
  () => registerClient(server, { token_endpoint_auth_method: 'tls_client_auth', jwks }),
];

/** What is not a literal is checked as far as its type tells. */
export const variables = [
  (metadata: ClientMetadata) => registerClient(server, metadata),
  (metadata: ClientMetadata) => registerClient(server, { ...metadata, client_name: 'App' }),
  () => {
    const fixed = { redirect_uris: ['https://app.example/cb'], grant_types: ['authorization_code'] } as const;
    return registerClient(server, fixed);
  },
  () => {
    const misspelt = { client_nam: 'App' };
    // @ts-expect-error a misspelt member of a variable
    return registerClient(server, misspelt);
  },
];

export const facade = [
  () => createDcrClient({ issuer, store, metadata: { client_name: 'App' } }),
  () => createDcrClient({ issuer, store, metadata: { token_endpoint_auth_method: 'private_key_jwt', jwks } }),
  // @ts-expect-error a misspelt member
  () => createDcrClient({ issuer, store, metadata: { client_nam: 'App' } }),
  // @ts-expect-error private_key_jwt needs keys
  () => createDcrClient({ issuer, store, metadata: { token_endpoint_auth_method: 'private_key_jwt' } }),
  // @ts-expect-error two targets
  () => createDcrClient({ issuer, account: 'joe@example.com', store, metadata: {} }),
  // @ts-expect-error no target
  () => createDcrClient({ store, metadata: {} }),
  // @ts-expect-error a misspelt option
  () => createDcrClient({ issuer, stor: store, metadata: {} }),
  // @ts-expect-error no such mode of validation
  () => createDcrClient({ issuer, store, metadata: {}, validation: { mode: 'lax' } }),
  // @ts-expect-error no such profile
  () => createDcrClient({ issuer, store, metadata: {}, validation: { profiles: ['fapi'] } }),
  // @ts-expect-error no such way to take a substitution
  () => createDcrClient({ issuer, store, metadata: {}, onSubstitution: 'refuse' }),
];

export const updates = [
  () => updateClient(information, information),
  () => updateClient(information, { client_name: 'New' }),
  () =>
    updateClient(information, {
      ...information,
      client_name: 'New',
      'client_name#de': 'Neu',
      grant_types: ['implicit'],
    }),
  () => updateClient(information, { ...information, token_endpoint_auth_method: text }),
  // @ts-expect-error a misspelt member
  () => updateClient(information, { client_nam: 'New' }),
  // @ts-expect-error a wrong type
  () => updateClient(information, { redirect_uris: 7 }),
  // @ts-expect-error private_key_jwt needs keys
  () => updateClient(information, { token_endpoint_auth_method: 'private_key_jwt' }),
  // @ts-expect-error a misspelt member
  () => updateClient(information, { ...information, client_nam: 'New' }),
  // @ts-expect-error scope has no languages
  () => updateClient(information, { ...information, 'scope#de': 'x' }),
  // @ts-expect-error no such method
  () => updateClient(information, { ...information, token_endpoint_auth_method: 'client_secret_bsic' }),
  // @ts-expect-error no such grant
  () => updateClient(information, { ...information, grant_types: ['authorisation_code'] }),
  // @ts-expect-error a list is needed
  () => updateClient(information, { ...information, redirect_uris: 'https://app.example/cb' }),
];

/** A patch may remove any member. */
export const changes: readonly MetadataChanges[] = [
  { client_name: 'New', contacts: null, 'client_name#de': null },
  // @ts-expect-error a wrong type
  { client_name: 7 },
  // @ts-expect-error a misspelt member
  { client_nam: 'New' },
];

/** What is validated or compared may come from anywhere. */
export const judgements = [
  (unknown: Record<string, unknown>) =>
    validateMetadata(unknown, { mode: 'strict', profiles: ['fapi-2'], server }),
  (metadata: ClientMetadata) => compareMetadata(metadata, information).fields.scope?.outcome === 'narrowed',
  // @ts-expect-error no such outcome
  (metadata: ClientMetadata) => compareMetadata(metadata, information).fields.scope?.outcome === 'shrunk',
];

/** Answers: known members have their types, others are unknown. */
export const answered = {
  id: information.client_id satisfies string,
  end: information.client_secret_expires_at satisfies number | undefined,
  uris: information.redirect_uris satisfies readonly string[] | undefined,
  // @ts-expect-error nobody knows what it is
  vendor: information.vendor_flag satisfies string,
  // @ts-expect-error it may be missing
  name: information.client_name satisfies string,
};
