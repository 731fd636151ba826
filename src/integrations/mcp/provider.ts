/**
 * What the MCP SDKs ask of a provider, as far as it is answered here, written so that the types of `@modelcontextprotocol/sdk` 1
 * and of `@modelcontextprotocol/client` 2 both take it, and neither needs to be there.
 */
export interface McpClientProvider {
  /** Where the browser comes back to. None: tokens are got without a user. */
  readonly redirectUrl: string | undefined;
  /** What is registered, as far as the SDKs look at it. */
  readonly clientMetadata: McpClientMetadata;
  /** Given to the server, and to be compared with what comes back. */
  readonly state?: () => string | Promise<string>;
  /**
   * The registered client; registers it where there is none yet.
   *
   * @returns Secret: carries the client secret.
   * @throws DcrError what `ensureRegistered` throws; `invalid-option` where no server was found before.
   */
  clientInformation(context?: McpContext): Promise<McpClientInformation>;
  /** The tokens of the session. Secret. */
  tokens(): Promise<McpTokens | undefined>;
  /** Ends the authorization that was under way, and tells the lifecycle that the client works. */
  saveTokens(tokens: McpTokens): Promise<void>;
  /** Sends the user to the authorization server. */
  redirectToAuthorization(url: URL): Promise<void>;
  /** Keeps the PKCE verifier (RFC 7636 section 4.1) until the tokens are there. */
  saveCodeVerifier(codeVerifier: string): Promise<void>;
  /**
   * Secret.
   *
   * @throws DcrError `invalid-option` where this session has none.
   */
  codeVerifier(): Promise<string>;
  /**
   * The server refused these. Of the client, the lifecycle finds out whether it is gone, and replaces it once if so.
   *
   * @throws DcrError what `reportRejected` throws.
   */
  invalidateCredentials(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): Promise<void>;
  /** The client credentials grant, where there is no user. */
  readonly prepareTokenRequest?: (scope?: string) => URLSearchParams;
  /** Keeps which server was found. */
  saveDiscoveryState(discovery: McpDiscovery): Promise<void>;
  /** Which server the authorization under way is at. Otherwise nothing, so that it is looked up anew. */
  discoveryState(): Promise<McpDiscovery | undefined>;
}

/** What the SDKs read of the metadata. */
export interface McpClientMetadata {
  /** As registered. */
  redirect_uris: string[];
  /** As registered. */
  grant_types?: string[];
  /** Asked for where neither the challenge nor the MCP server name scopes. */
  scope?: string;
}

/** Where the client is about to be used; `@modelcontextprotocol/client` says so. */
export interface McpContext {
  /** The authorization server's. */
  readonly issuer: string;
}

/** What the SDKs need of a client. Secret. */
export interface McpClientInformation {
  /** The id to use. */
  client_id: string;
  /** Secret. */
  client_secret?: string;
  /** How the SDK authenticates. */
  token_endpoint_auth_method?: string;
  /** Where the client is registered: the SDKs present it nowhere else. */
  issuer: string;
}

/** What the token endpoint gave (RFC 6749 section 5.1), and which server's it was. Secret. */
export interface McpTokens {
  /** Secret. */
  access_token: string;
  /** Mostly `Bearer`. */
  token_type: string;
  /** Secret. */
  id_token?: string | undefined;
  /** Seconds. */
  expires_in?: number | undefined;
  /** What was granted. */
  scope?: string | undefined;
  /** Secret. */
  refresh_token?: string | undefined;
  /** Put in by the SDKs. */
  issuer?: string | undefined;
}

/** What the SDKs found out about the MCP server (RFC 9728) and its authorization server (RFC 8414). Kept as it came. */
export interface McpDiscovery {
  /** Of the authorization server. */
  authorizationServerUrl: string;
  /** Absent where there is no such document. */
  authorizationServerMetadata?: {
    /** The authorization server's. */
    issuer: string;
    /** Where the user agrees. */
    authorization_endpoint: string;
    /** Where tokens come from. */
    token_endpoint: string;
    /** What it offers. */
    response_types_supported: string[];
    /** A client may be known by the address of a document about it. */
    client_id_metadata_document_supported?: boolean | undefined;
  };
  /** Absent where there is no such document. */
  resourceMetadata?: {
    /** The MCP server's identifier. */
    resource: string;
  };
  /** Where the document of the MCP server is. */
  resourceMetadataUrl?: string;
}
