import { canParse } from '../protocol/can-parse.js';
import { isLoopbackHost } from '../protocol/issuer.js';
import type { ClientMetadata, ServerMetadata } from '../protocol/types.js';

/** Grants that send the user through the browser and so need a response type (RFC 7591 section 2.1). */
const FRONT_CHANNEL_GRANTS = ['authorization_code', 'implicit'];

/**
 * Adds what servers assume differently when it is left out. Only members that the caller did not set, and
 * they show in what the app sees as requested.
 */
export function withDefaults(metadata: ClientMetadata, server?: ServerMetadata): ClientMetadata {
  const grant_types = metadata.grant_types ?? ['authorization_code'];
  // A value of the wrong type is for the check of the metadata to find.
  const usesFrontChannel =
    !Array.isArray(grant_types) || grant_types.some((grant) => FRONT_CHANNEL_GRANTS.includes(grant));
  const response_types = usesFrontChannel ? undefined : [];
  const application_type = applicationType(metadata.redirect_uris ?? []);
  const method = onlyMethod(server);
  return {
    grant_types,
    // Left out it would mean `code`, which strict servers refuse without redirect URIs.
    ...(response_types === undefined ? {} : { response_types }),
    ...(application_type === undefined ? {} : { application_type }),
    ...(method === undefined ? {} : { token_endpoint_auth_method: method }),
    ...metadata,
  };
}

/** Custom schemes and loopback http belong to native apps (OpenID Connect Registration 1.0 section 2, RFC 8252). */
function applicationType(redirectUris: readonly string[]): 'web' | 'native' | undefined {
  if (!Array.isArray(redirectUris) || redirectUris.length === 0) return undefined;
  return redirectUris.every((uri) => canParse(uri) && isNative(new URL(uri))) ? 'native' : 'web';
}

function isNative({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' ? isLoopbackHost(hostname) : protocol !== 'https:';
}

const METHODS = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
] as const;

/** The method to ask for where the server offers just one. */
function onlyMethod(server: ServerMetadata | undefined): (typeof METHODS)[number] | undefined {
  const offered = server?.token_endpoint_auth_methods_supported;
  if (!Array.isArray(offered) || offered.length !== 1) return undefined;
  return METHODS.find((method) => method === offered[0]);
}
