// What a server offers as it is delivered (identity.xml.j2 and the *.default.json files of carbon-identity-framework).

export const GRANT_TYPES: readonly string[] = [
  'authorization_code',
  'implicit',
  'password',
  'client_credentials',
  'refresh_token',
  'iwa:ntlm',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'account_switch',
  'organization_switch',
];

export const AUTHENTICATION_METHODS: readonly string[] = [
  'private_key_jwt',
  'client_secret_post',
  'client_secret_basic',
  'tls_client_auth',
];

export const TOKEN_ENDPOINT_ALGORITHMS: readonly string[] = ['PS256', 'ES256', 'ES384', 'RS384', 'RS256'];
export const ID_TOKEN_ALGORITHMS: readonly string[] = ['PS256', 'RS256'];
export const REQUEST_OBJECT_ALGORITHMS: readonly string[] = ['PS256', 'ES256', 'RS256'];

export const ENCRYPTION_ALGORITHMS: readonly string[] = [
  'RSA-OAEP',
  'RSA1_5',
  'RSA-OAEP-256',
  'RSA-OAEP-384',
  'RSA-OAEP-512',
];

export const ENCRYPTION_METHODS: readonly string[] = [
  'A128GCM',
  'A192GCM',
  'A256GCM',
  'A128CBC-HS256',
  'A128CBC+HS256',
  'A192CBC-HS384',
];

/** What FAPI 1 Advanced leaves of it. */
export const FAPI_METHODS: readonly string[] = ['private_key_jwt', 'tls_client_auth'];
export const FAPI_ALGORITHMS: readonly string[] = ['PS256', 'ES256'];
