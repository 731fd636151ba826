import {
  createDcrClient,
  type DcrClient,
  memoryStore,
  registerClient,
  type ServerMetadata,
} from 'dcr-client';
import { type Wso2ClientMetadata, wso2, wso2Metadata } from 'dcr-client/wso2';

// What compiles and what must not, as in metadata.ts.

declare const server: ServerMetadata;
declare const dcr: DcrClient;

const profile = wso2({
  baseUrl: 'https://localhost:9443',
  credentials: { username: 'admin', password: 'admin' },
});

/** Members of WSO2 compile in all that takes metadata. */
export const members = [
  () =>
    registerClient(
      server,
      wso2Metadata({
        client_name: 'batch',
        grant_types: ['client_credentials'],
        ext_application_display_name: 'Batch',
        ext_user_token_lifetime: 3600,
        ext_pkce_mandatory: true,
        ext_allowed_audience: 'organization',
        is_management_app: true,
      }),
      { profile },
    ),
  () =>
    createDcrClient({
      issuer: profile.issuer ?? '',
      profile,
      store: memoryStore(),
      metadata: wso2Metadata({ client_name: 'batch', ext_public_client: true }),
    }),
  () => dcr.patch(wso2Metadata({ ext_application_version: 'v2.0.0' })),
  // @ts-expect-error without the deliberate act they are taken for typos
  () => registerClient(server, { client_name: 'batch', ext_public_client: true }),
];

/** Typos do not compile, neither in names nor in values. */
export const typos = [
  // @ts-expect-error ext_pkce_mandatory misspelt
  () => wso2Metadata({ client_name: 'batch', ext_pkce_mandatry: true }),
  // @ts-expect-error client_name misspelt
  () => wso2Metadata({ client_nam: 'batch' }),
  // @ts-expect-error one of two values
  () => wso2Metadata({ ext_allowed_audience: 'organisation' }),
  // @ts-expect-error a number of seconds
  () => wso2Metadata({ ext_user_token_lifetime: '3600' }),
  // @ts-expect-error private_key_jwt needs keys here, too
  () => wso2Metadata({ token_endpoint_auth_method: 'private_key_jwt' }),
  // @ts-expect-error a chosen secret needs a chosen id
  () => wso2Metadata({ ext_param_client_secret: 'chosen' }),
  () => wso2Metadata({ ext_param_client_id: 'chosen_by_the_client', ext_param_client_secret: 'chosen' }),
  // @ts-expect-error a misspelt option
  () => wso2({ baseURL: 'https://localhost:9443' }),
  // @ts-expect-error half a credential
  () => wso2({ baseUrl: 'https://localhost:9443', credentials: { username: 'admin' } }),
];

/** A variable of the type goes where the helper is asked. */
export const later = (metadata: Wso2ClientMetadata) => wso2Metadata(metadata);
