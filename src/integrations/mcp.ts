/**
 * The Model Context Protocol: a provider for the SDK's transports whose client is registered once, shared, and replaced when the
 * server has forgotten it.
 *
 * @module dcr-client/mcp
 */

import { createDcrClient, type DcrClient } from '../client.js';
import { withDefaults } from '../lifecycle/defaults.js';
import {
  CLIENT_SETTINGS,
  checkClientSettings,
  type DcrClientOptions,
  type DcrClientSettings,
  type DcrTarget,
} from '../lifecycle/options.js';
import { parseAddress } from '../protocol/can-parse.js';
import { DcrError } from '../protocol/errors.js';
import { checkOptionNames } from '../protocol/option-names.js';
import type { CheckedMetadata, ClientInformation, ClientMetadata } from '../protocol/types.js';
import type { McpClientMetadata, McpClientProvider, McpDiscovery } from './mcp/provider.js';
import { type McpSession, type McpSessionStore, sessionInMemory, withoutRefused } from './mcp/session.js';

export type {
  McpClientInformation,
  McpClientMetadata,
  McpClientProvider,
  McpContext,
  McpDiscovery,
  McpTokens,
} from './mcp/provider.js';
export type { McpSession, McpSessionStore } from './mcp/session.js';

/** Options of {@link mcpClientProvider}: what is registered and where it is kept, and how a user agrees. */
export interface McpClientProviderOptions<Metadata = ClientMetadata> extends DcrClientSettings<Metadata> {
  /** Sends the user to the authorization server: opens a browser, or answers with a redirect. */
  readonly redirectToAuthorization?: (url: URL) => void | Promise<void>;
  /** Where the browser comes back to. Default: the first of `redirect_uris`. */
  readonly redirectUrl?: string | URL;
  /** The address of a document about the client, which is its id at servers that support that; the others are registered at. */
  readonly clientMetadataUrl?: string;
  /** Makes the `state` of an authorization. It is for the caller to compare it with what comes back. */
  readonly state?: () => string | Promise<string>;
  /** Where the user's tokens are, and what must outlive the way through the browser. Default: in memory. */
  readonly session?: McpSessionStore;
  /** Default {@link createDcrClient}; or that with telemetry. */
  readonly createClient?: (options: DcrClientOptions) => DcrClient;
}

const OWN_OPTIONS = [
  'redirectToAuthorization',
  'redirectUrl',
  'clientMetadataUrl',
  'state',
  'session',
  'createClient',
];

/**
 * An `OAuthClientProvider` for the MCP SDK's `auth()` and its transports: `@modelcontextprotocol/sdk` from 1.27 on, or
 * `@modelcontextprotocol/client` 2. The authorization server is the one that the MCP server names; each has a registration of
 * its own in `store`, shared by all processes. The SDK registers nothing by itself.
 *
 * @example
 * ```ts
 * const authProvider = mcpClientProvider({
 *   metadata: { client_name: 'Notes', redirect_uris: ['http://127.0.0.1:4711/callback'], token_endpoint_auth_method: 'none' },
 *   store: fileStore({ directory: '/var/lib/notes/clients' }),
 *   redirectToAuthorization: (url) => openBrowser(url),
 * });
 * const transport = new StreamableHTTPClientTransport(new URL('https://mcp.example.com/mcp'), { authProvider });
 * ```
 *
 * @throws DcrError `invalid-option`.
 */
export function mcpClientProvider<const M extends ClientMetadata>(
  options: McpClientProviderOptions<CheckedMetadata<M>>,
): McpClientProvider;
export function mcpClientProvider(options: McpClientProviderOptions): McpClientProvider {
  checkOptionNames(options, [...CLIENT_SETTINGS, ...OWN_OPTIONS], 'mcpClientProvider');
  const { redirectToAuthorization, redirectUrl: given, clientMetadataUrl, ...others } = options;
  const { state, session, createClient, ...settings } = others;
  checkClientSettings(settings, 'mcpClientProvider');
  const redirectUrl = given === undefined ? settings.metadata.redirect_uris?.[0] : String(given);
  if (redirectUrl !== undefined && redirectToAuthorization === undefined)
    throw misused('give redirectToAuthorization, which sends the user to the authorization server');
  if (clientMetadataUrl !== undefined && !isDocumentUrl(clientMetadataUrl))
    throw misused('clientMetadataUrl must be an https address with a path');
  const { read, change } = sessionIn(session ?? sessionInMemory());
  let used: { readonly dcr: DcrClient; readonly registration: ClientInformation } | undefined;

  return {
    redirectUrl,
    clientMetadata: clientMetadata(withDefaults(settings.metadata)),
    ...(state === undefined ? {} : { state }),
    ...(redirectUrl === undefined ? { prepareTokenRequest: clientCredentialsRequest } : {}),
    clientInformation: async (context) => {
      const { discovery } = await read();
      const issuer = context?.issuer ?? discovery?.authorizationServerUrl;
      if (issuer === undefined) {
        throw misused(
          'no authorization server was found yet. Leave that to auth() of @modelcontextprotocol/sdk 1.27 or later, or of @modelcontextprotocol/client 2',
        );
      }
      used = undefined;
      const hasDocuments = discovery?.authorizationServerMetadata?.client_id_metadata_document_supported;
      if (clientMetadataUrl !== undefined && hasDocuments === true)
        return { client_id: clientMetadataUrl, issuer };
      const dcr = (createClient ?? createDcrClient)({ ...settings, ...targetAt(issuer, discovery) });
      const registration = await dcr.ensureRegistered();
      used = { dcr, registration };
      const { client_id, client_secret, token_endpoint_auth_method } = registration;
      return {
        client_id,
        ...(client_secret === undefined ? {} : { client_secret }),
        ...(token_endpoint_auth_method === undefined ? {} : { token_endpoint_auth_method }),
        issuer,
      };
    },
    tokens: async () => (await read()).tokens,
    saveTokens: async (tokens) => {
      await change(() => ({ tokens }));
      // The user is logged in whatever comes of this: told again with the next tokens, and the overlap ends without it, too.
      await used?.dcr.reportAccepted(used.registration).catch(() => {});
    },
    redirectToAuthorization: async (url) => redirectToAuthorization?.(url),
    saveCodeVerifier: (codeVerifier) => change((before) => ({ ...before, codeVerifier })),
    codeVerifier: async () => {
      const { codeVerifier } = await read();
      if (codeVerifier !== undefined) return codeVerifier;
      throw misused(
        'this session began no authorization. Give the one that did as session, also to the process that answers the callback',
      );
    },
    invalidateCredentials: async (scope) => {
      await change((before) => withoutRefused(before, scope));
      if (scope === 'all' || scope === 'client') await used?.dcr.reportRejected(used.registration);
    },
    saveDiscoveryState: (discovery) => change((before) => ({ ...before, discovery })),
    discoveryState: async () => {
      const { codeVerifier, discovery } = await read();
      return codeVerifier === undefined ? undefined : discovery;
    },
  };
}

/** As the SDKs have it. */
function isDocumentUrl(text: string): boolean {
  const url = parseAddress(text);
  return url?.protocol === 'https:' && url.pathname !== '/';
}

function sessionIn(store: McpSessionStore) {
  const read = async (): Promise<McpSession> => (await store.read()) ?? {};
  const change = async (next: (before: McpSession) => McpSession): Promise<void> =>
    store.write(next(await read()));
  return { read, change };
}

/** Servers without metadata have their endpoints at fixed paths, by the MCP specification of 2025-03-26. */
function targetAt(issuer: string, discovery: McpDiscovery | undefined): DcrTarget {
  if (discovery === undefined || discovery.authorizationServerMetadata !== undefined) return { issuer };
  const at = (path: string) => new URL(path, issuer).href;
  return {
    server: {
      issuer,
      authorization_endpoint: at('/authorize'),
      token_endpoint: at('/token'),
      registration_endpoint: at('/register'),
    },
  };
}

function clientMetadata({ redirect_uris, grant_types, scope }: ClientMetadata): McpClientMetadata {
  return {
    redirect_uris: [...(redirect_uris ?? [])],
    ...(grant_types === undefined ? {} : { grant_types: [...grant_types] }),
    ...(scope === undefined ? {} : { scope }),
  };
}

function clientCredentialsRequest(scope?: string): URLSearchParams {
  const request = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) request.set('scope', scope);
  return request;
}

const misused = (what: string) => new DcrError('invalid-option', `mcpClientProvider: ${what}.`);
